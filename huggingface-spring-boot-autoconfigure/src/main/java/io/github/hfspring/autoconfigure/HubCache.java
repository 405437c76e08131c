/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.hfspring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import io.github.hfspring.thread.OwnThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What Hugging Face's own tools have fetched from the Hub. It is only read.
 */
final class HubCache {

	private static final Log logger = LogFactory.getLog(HubCache.class);

	private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

	private final HubEnvironment environment;

	private final long maxFileSize;

	private final Scheduler threads = OwnThreads.create("huggingface-cache-");

	/**
	 * Create what reads the cache.
	 * @param environment names the folder
	 * @param maxFileSize how many bytes a file may have
	 */
	HubCache(Environment environment, long maxFileSize) {
		this.environment = new HubEnvironment(environment);
		this.maxFileSize = maxFileSize;
	}

	private String location() {
		for (String name : new String[] { "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE" }) {
			String cache = this.environment.variable(name);
			if (StringUtils.hasText(cache)) {
				return cache.strip();
			}
		}
		return this.environment.home() + "/hub";
	}

	/**
	 * Read a file of the main branch of a model, or else fetch it. What was read before
	 * is of no use to someone who asks again.
	 * @param model the id of the model, which is known to be one
	 * @param file the name of the file
	 * @param download fetches it
	 * @return what is in it
	 */
	Mono<byte[]> read(String model, String file, Mono<byte[]> download) {
		Mono<byte[]> cached = Mono.fromCallable(() -> find(model, file)).subscribeOn(this.threads);
		AtomicBoolean used = new AtomicBoolean();
		return Mono
			.defer(() -> used.get() ? download : cached.doOnNext((bytes) -> used.set(true)).switchIfEmpty(download));
	}

	private byte @Nullable [] find(String model, String file) {
		try {
			Path repository = this.environment.path(location()).resolve("models--" + model.replace("/", "--"));
			byte[] commit = bytes(repository.resolve("refs/main"), 64);
			String name = (commit != null) ? new String(commit, StandardCharsets.US_ASCII).strip() : "";
			return COMMIT.matcher(name).matches()
					? bytes(repository.resolve("snapshots").resolve(name).resolve(file), this.maxFileSize) : null;
		}
		catch (IOException | InvalidPathException | InvalidHuggingFaceConfigurationException ex) {
			logger.debug("The cache of the Hub cannot be read", ex);
			return null;
		}
	}

	private static byte @Nullable [] bytes(Path path, long maxSize) throws IOException {
		return (Files.isRegularFile(path) && Files.size(path) <= maxSize) ? Files.readAllBytes(path) : null;
	}

}
