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

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.hfspring.client.MalformedEventPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsProperties;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of the Hugging Face chat model. They extend
 * those of every HTTP client, which are taken from {@code spring.http.clients} where they
 * are not set.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("huggingface")
public class HuggingFaceProperties extends HttpClientSettingsProperties {

	/**
	 * Token to send. Without it, HF_TOKEN, HUGGING_FACE_HUB_TOKEN,
	 * HUGGINGFACEHUB_API_TOKEN, the file HF_TOKEN_PATH points to, and the file that 'hf
	 * auth login' writes are tried, in this order.
	 */
	private @Nullable String apiKey;

	/**
	 * URL of the endpoint: the router, a dedicated endpoint, or a server of your own.
	 * '/v1' and '/chat/completions' are appended where they are missing.
	 */
	private String baseUrl = "https://router.huggingface.co/v1";

	/**
	 * Organization, or id of a resource group, that pays for requests.
	 */
	private @Nullable String billTo;

	/**
	 * How long a dedicated endpoint that is scaled to zero may hold a request while it
	 * starts. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration scaleUpTimeout;

	/**
	 * Further HTTP headers of every request. They replace headers of the same name.
	 */
	private final Map<String, String> extraHeaders = new LinkedHashMap<>();

	/**
	 * Further JSON fields of every request, for parameters of a server that have no
	 * property of their own. They replace fields of the same name.
	 */
	private final Map<String, Object> extraFields = new LinkedHashMap<>();

	/**
	 * Further JSON fields of every request as one JSON object, for sources that know no
	 * types, such as environment variables. It wins over 'huggingface.extra-fields'.
	 */
	private @Nullable String extraFieldsJson;

	/**
	 * Number of chunks of a stream to decode ahead of a slow subscriber. Zero or less
	 * means the default.
	 */
	private int bufferSize = 256;

	/**
	 * Maximum size of one event of a stream.
	 */
	private DataSize maxEventSize = DataSize.ofMegabytes(1);

	/**
	 * Maximum size of a response. Of a stream only the text counts.
	 */
	private DataSize maxResponseSize = DataSize.ofMegabytes(16);

	/**
	 * How much of an error body is kept in an exception.
	 */
	private DataSize maxErrorBody = DataSize.ofKilobytes(8);

	@NestedConfigurationProperty
	private final HuggingFaceChatProperties chat = new HuggingFaceChatProperties();

	@NestedConfigurationProperty
	private final HuggingFaceCatalogProperties catalog = new HuggingFaceCatalogProperties();

	@NestedConfigurationProperty
	private final HuggingFaceTimeoutProperties timeout = new HuggingFaceTimeoutProperties();

	@NestedConfigurationProperty
	private final HuggingFaceRetryProperties retry = new HuggingFaceRetryProperties();

	@NestedConfigurationProperty
	private final HuggingFaceColdStartProperties coldStart = new HuggingFaceColdStartProperties();

	@NestedConfigurationProperty
	private final HuggingFaceMediaProperties media = new HuggingFaceMediaProperties();

	@NestedConfigurationProperty
	private final HuggingFaceToolProperties tools = new HuggingFaceToolProperties();

	@NestedConfigurationProperty
	private final HuggingFaceStructuredProperties structured = new HuggingFaceStructuredProperties();

	private final Stream stream = new Stream();

	@NestedConfigurationProperty
	private final HuggingFaceTailoringProperties tailoring = new HuggingFaceTailoringProperties();

	private final Events events = new Events();

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getBillTo() {
		return this.billTo;
	}

	public void setBillTo(@Nullable String billTo) {
		this.billTo = billTo;
	}

	public @Nullable Duration getScaleUpTimeout() {
		return this.scaleUpTimeout;
	}

	public void setScaleUpTimeout(@Nullable Duration scaleUpTimeout) {
		this.scaleUpTimeout = scaleUpTimeout;
	}

	public Map<String, String> getExtraHeaders() {
		return this.extraHeaders;
	}

	public Map<String, Object> getExtraFields() {
		return this.extraFields;
	}

	public @Nullable String getExtraFieldsJson() {
		return this.extraFieldsJson;
	}

	public void setExtraFieldsJson(@Nullable String extraFieldsJson) {
		this.extraFieldsJson = extraFieldsJson;
	}

	public int getBufferSize() {
		return this.bufferSize;
	}

	public void setBufferSize(int bufferSize) {
		this.bufferSize = bufferSize;
	}

	public DataSize getMaxEventSize() {
		return this.maxEventSize;
	}

	public void setMaxEventSize(DataSize maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	public DataSize getMaxResponseSize() {
		return this.maxResponseSize;
	}

	public void setMaxResponseSize(DataSize maxResponseSize) {
		this.maxResponseSize = maxResponseSize;
	}

	public DataSize getMaxErrorBody() {
		return this.maxErrorBody;
	}

	public void setMaxErrorBody(DataSize maxErrorBody) {
		this.maxErrorBody = maxErrorBody;
	}

	public HuggingFaceChatProperties getChat() {
		return this.chat;
	}

	public HuggingFaceCatalogProperties getCatalog() {
		return this.catalog;
	}

	public HuggingFaceTimeoutProperties getTimeout() {
		return this.timeout;
	}

	public HuggingFaceRetryProperties getRetry() {
		return this.retry;
	}

	public HuggingFaceColdStartProperties getColdStart() {
		return this.coldStart;
	}

	public HuggingFaceMediaProperties getMedia() {
		return this.media;
	}

	public HuggingFaceToolProperties getTools() {
		return this.tools;
	}

	public HuggingFaceStructuredProperties getStructured() {
		return this.structured;
	}

	public Stream getStream() {
		return this.stream;
	}

	public HuggingFaceTailoringProperties getTailoring() {
		return this.tailoring;
	}

	public Events getEvents() {
		return this.events;
	}

	/**
	 * Properties of streams.
	 */
	public static class Stream {

		/**
		 * Whether to ask for the usage at the end of a stream.
		 */
		private boolean includeUsage = true;

		/**
		 * What to do about an event that is not JSON: 'fail', or 'skip' to go on without
		 * it and tell the progress callbacks.
		 */
		private MalformedEventPolicy onMalformedEvent = MalformedEventPolicy.FAIL;

		public boolean isIncludeUsage() {
			return this.includeUsage;
		}

		public void setIncludeUsage(boolean includeUsage) {
			this.includeUsage = includeUsage;
		}

		public MalformedEventPolicy getOnMalformedEvent() {
			return this.onMalformedEvent;
		}

		public void setOnMalformedEvent(MalformedEventPolicy onMalformedEvent) {
			this.onMalformedEvent = onMalformedEvent;
		}

	}

	/**
	 * Properties of application events.
	 */
	public static class Events {

		/**
		 * Whether to publish application events.
		 */
		private boolean enabled = true;

		/**
		 * When to publish an event for each chunk of a stream.
		 */
		private ChunkEvents chunk = ChunkEvents.AUTO;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public ChunkEvents getChunk() {
			return this.chunk;
		}

		public void setChunk(ChunkEvents chunk) {
			this.chunk = chunk;
		}

	}

	/**
	 * When to publish an event for each chunk.
	 */
	public enum ChunkEvents {

		/**
		 * If there is a listener for it.
		 */
		AUTO,

		/**
		 * Always, for listeners that come and go while the application runs.
		 */
		ALWAYS,

		/**
		 * Never.
		 */
		NEVER

	}

}
