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

package io.github.hfspring.docs.media;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.AudioPart;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.FilePart;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ImagePart;
import io.github.hfspring.chat.MediaData;
import io.github.hfspring.chat.VideoPart;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;

/**
 * The examples of the page about images, sound, video and files.
 */
class MediaExamples {

	private final HuggingFaceChatModel model;

	MediaExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	// tag::image[]
	String describe(Path picture) {
		return this.model.call((request) -> request.user("What is in this picture?", ContentPart.image(picture)))
			.text();
	}
	// end::image[]

	List<ImagePart> images(Path file, Resource resource, byte[] bytes) {
		// tag::images[]
		ImagePart fromUrl = ContentPart.image("https://example.com/cat.png");
		ImagePart fromUri = ContentPart.image(URI.create("https://example.com/cat.png"));
		ImagePart fromFile = ContentPart.image(file);
		ImagePart fromResource = ContentPart.image(resource);
		ImagePart fromBytes = ContentPart.image(bytes, "image/png");
		ImagePart closely = fromFile.withDetail("high");
		// end::images[]
		return List.of(fromUrl, fromUri, fromFile, fromResource, fromBytes, closely);
	}

	ChatResponse order(Path before, Path after) {
		// tag::order[]
		ChatResponse response = this.model.call((request) -> request.user(ContentPart.text("This was yesterday:"),
				ContentPart.image(before), ContentPart.text("and this is today:"), ContentPart.image(after),
				ContentPart.text("What has changed?")));
		// end::order[]
		return response;
	}

	ImagePart givenType(Path file) {
		// tag::type[]
		MediaData data = MediaData.of(file, "image/x-portable-pixmap");
		ImagePart image = ContentPart.image(data);
		// end::type[]
		return image;
	}

	List<ContentPart> others(Path speech, Path film, Path report) {
		// tag::others[]
		AudioPart sound = ContentPart.audio(speech);
		VideoPart video = ContentPart.video(film);
		FilePart file = ContentPart.file(report);
		FilePart uploaded = ContentPart.fileId("file-abc123");
		// end::others[]
		return List.of(sound, video, file, uploaded);
	}

	// tag::reactive[]
	Mono<String> describeLater(Path picture) {
		return Mono.fromCallable(() -> ContentPart.image(picture))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((image) -> this.model.chat((request) -> request.user("What is in this picture?", image)))
			.map(ChatResponse::text);
	}
	// end::reactive[]

	// tag::size[]
	String describeIfSmall(Path picture) {
		try {
			return describe(picture);
		}
		catch (HuggingFaceException ex) {
			return switch (ex.kind()) {
				case PAYLOAD_TOO_LARGE -> "Send a smaller picture, please.";
				default -> throw ex;
			};
		}
	}
	// end::size[]

	ContentPart raw() {
		// tag::raw[]
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("type", "image_url");
		fields.put("image_url", Map.of("url", "file:///srv/pictures/cat.png"));
		fields.put("uuid", "cat-1");
		ContentPart image = ContentPart.raw(fields);
		// end::raw[]
		return image;
	}

	List<ChatMessage> stored(JsonMapper mapper, List<ChatMessage> conversation) {
		// tag::stored[]
		TypeReference<List<ChatMessage>> type = new TypeReference<>() {
		};
		String json = mapper.writerFor(type).writeValueAsString(conversation);
		List<ChatMessage> copy = mapper.readValue(json, type);
		// end::stored[]
		return copy;
	}

}
