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

package io.github.hfspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatRequestCustomizer;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.MediaKind;
import io.github.hfspring.chat.RawPart;
import io.github.hfspring.structured.AnswerTypes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds a {@link HuggingFaceChatModel}. With Spring Boot there is a bean of it already.
 *
 * @since 0.1.0
 * @see HuggingFaceChatModel#builder(WebClient.Builder)
 */
public final class HuggingFaceChatModelBuilder {

	private static final int DEFAULT_BUFFER_SIZE = 256;

	private static final Duration HUB_READ_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration HUB_TIMEOUT = Duration.ofMinutes(10);

	private final Supplier<WebClient.Builder> webClientBuilder;

	private final List<ChatRequestCallback> requestCallbacks = new ArrayList<>();

	private final List<ChatResponseCallback> responseCallbacks = new ArrayList<>();

	private final List<ChatChunkCallback> chunkCallbacks = new ArrayList<>();

	private final List<ChatStreamCompleteCallback> streamCompleteCallbacks = new ArrayList<>();

	private final List<ChatProgressCallback> progressCallbacks = new ArrayList<>();

	private final List<ChatRequestCustomizer> customizers = new ArrayList<>();

	private final List<ChatRequestResolver> resolvers = new ArrayList<>();

	private String baseUrl = ChatEndpoint.ROUTER;

	private @Nullable Supplier<@Nullable String> token;

	private ChatOptions defaultOptions = ChatOptions.none();

	private @Nullable String billTo;

	private @Nullable Duration scaleUpTimeout;

	private String userAgent = UserAgent.DEFAULT;

	private @Nullable Integer contextWindow;

	private RetrySettings retry = RetrySettings.defaults();

	private Duration coldStartWait = Duration.ofMinutes(5);

	private @Nullable Duration readTimeout;

	private boolean followRedirects;

	private MalformedEventPolicy malformedEvents = MalformedEventPolicy.FAIL;

	private ThinkTagPolicy thinkTags = ThinkTagPolicy.KEEP;

	private ResponseFormatDialect responseFormatDialect = ResponseFormatDialect.AUTO;

	private @Nullable ModelInfoSource modelInfoSource;

	private int bufferSize = DEFAULT_BUFFER_SIZE;

	private DataSize maxEventSize = DataSize.ofMegabytes(1);

	private DataSize maxResponseSize = DataSize.ofMegabytes(16);

	private DataSize maxErrorBody = DataSize.ofKilobytes(8);

	private MediaRules media = MediaRules.none();

	private JsonMapper answerMapper = JsonMapper.builder().build();

	private int maxRepairs;

	HuggingFaceChatModelBuilder(Supplier<WebClient.Builder> webClientBuilder) {
		Assert.notNull(webClientBuilder, "'webClientBuilder' must not be null");
		this.webClientBuilder = webClientBuilder;
	}

	/**
	 * Set where requests go. {@code /v1} and {@code /chat/completions} are appended where
	 * they are missing.
	 * @param baseUrl the URL; by default that of the router
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder baseUrl(String baseUrl) {
		Assert.hasText(baseUrl, "'baseUrl' must not be empty");
		this.baseUrl = baseUrl;
		return this;
	}

	/**
	 * Set the token. The hosted router needs one, other endpoints may not.
	 * @param token the token; a blank one means none
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder token(String token) {
		this.token = StringUtils.hasText(token) ? () -> token : null;
		return this;
	}

	/**
	 * Set what knows the token.
	 * @param token asked for the token before each attempt, on the thread that sends it;
	 * it must not block. It may return {@code null} or an empty text for none.
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder token(Supplier<@Nullable String> token) {
		this.token = token;
		return this;
	}

	/**
	 * Set what requests take for what they do not set themselves.
	 * @param defaultOptions the options, the extra headers and fields among them
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder defaultOptions(ChatOptions defaultOptions) {
		this.defaultOptions = defaultOptions;
		return this;
	}

	/**
	 * Change what requests take for what they do not set themselves.
	 * @param defaultOptions sets options
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder defaultOptions(Consumer<ChatOptions.Builder> defaultOptions) {
		ChatOptions.Builder builder = this.defaultOptions.mutate();
		defaultOptions.accept(builder);
		return defaultOptions(builder.build());
	}

	/**
	 * Set who pays.
	 * @param billTo the name of an organization, or the id of a resource group
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder billTo(@Nullable String billTo) {
		this.billTo = billTo;
		return this;
	}

	/**
	 * Set how long a dedicated endpoint that is scaled to zero may hold a request while
	 * it starts. It is sent in the header {@code X-Scale-Up-Timeout}, in seconds.
	 * @param scaleUpTimeout the time
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder scaleUpTimeout(@Nullable Duration scaleUpTimeout) {
		this.scaleUpTimeout = (scaleUpTimeout != null) ? Patience.bounded(scaleUpTimeout) : null;
		return this;
	}

	/**
	 * Set how requests that failed are sent again.
	 * @param retry the settings; by default {@link RetrySettings#defaults()}
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder retry(RetrySettings retry) {
		Assert.notNull(retry, "'retry' must not be null");
		this.retry = retry;
		return this;
	}

	/**
	 * Set how long to wait for a model that is being loaded, or for an endpoint that is
	 * starting.
	 * @param maxWait the time, by default 5 minutes; zero not to wait, so that only
	 * {@link #retry(RetrySettings)} holds
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder coldStartWait(Duration maxWait) {
		Assert.isTrue(!maxWait.isNegative(), "'coldStartWait' must not be negative");
		this.coldStartWait = Patience.bounded(maxWait);
		return this;
	}

	/**
	 * Set how long nothing may arrive while the answer to a call is awaited or read. For
	 * streams there are the timeouts of the {@link ChatOptions#timeouts() options}.
	 * @param readTimeout the time, by default none
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder readTimeout(@Nullable Duration readTimeout) {
		Assert.isTrue(readTimeout == null || (!readTimeout.isNegative() && !readTimeout.isZero()),
				"'readTimeout' must be above 0");
		this.readTimeout = readTimeout;
		return this;
	}

	/**
	 * Set whether to follow redirects that repeat the request (307 and 308). The token
	 * and the extra headers are not sent to another host, and no redirect leads from
	 * {@code https} to {@code http}. The HTTP client itself must not follow any.
	 * @param followRedirects whether to follow; by default not
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder followRedirects(boolean followRedirects) {
		this.followRedirects = followRedirects;
		return this;
	}

	/**
	 * Set what to do about an event of a stream that cannot be understood.
	 * @param malformedEvents what to do; by default the stream fails
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder malformedEvents(MalformedEventPolicy malformedEvents) {
		Assert.notNull(malformedEvents, "'malformedEvents' must not be null");
		this.malformedEvents = malformedEvents;
		return this;
	}

	/**
	 * Set what to do about reasoning that a server leaves in the text of the answer.
	 * @param thinkTags what to do; by default it stays there
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder thinkTags(ThinkTagPolicy thinkTags) {
		Assert.notNull(thinkTags, "'thinkTags' must not be null");
		this.thinkTags = thinkTags;
		return this;
	}

	/**
	 * Set how the server wants to be told the form of the answer.
	 * @param dialect the dialect; by default it is chosen, which takes a
	 * {@link #modelInfoSource(ModelInfoSource) source} for other endpoints than the
	 * router
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder responseFormatDialect(ResponseFormatDialect dialect) {
		Assert.notNull(dialect, "'dialect' must not be null");
		this.responseFormatDialect = dialect;
		return this;
	}

	/**
	 * Set what knows of which kind the server is. It is asked for requests that want an
	 * answer of a certain form, where that has to be known.
	 * @param modelInfoSource the source; by default there is none
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder modelInfoSource(@Nullable ModelInfoSource modelInfoSource) {
		this.modelInfoSource = modelInfoSource;
		return this;
	}

	/**
	 * Add a product to the header {@code User-Agent}. To replace the header, use an
	 * {@link ChatOptions#extraHeaders() extra header}.
	 * @param product the product, such as {@code my-application/1.0}
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder userAgentProduct(String product) {
		Assert.hasText(product, "'product' must not be empty");
		checkHeader("product", product);
		this.userAgent += "; " + product;
		return this;
	}

	/**
	 * Set how many tokens a conversation and its answer may have.
	 * @param contextWindow the number of tokens; 0 or {@code null} if it is not known
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder contextWindow(@Nullable Integer contextWindow) {
		Assert.isTrue(contextWindow == null || contextWindow >= 0, "'contextWindow' must not be negative");
		this.contextWindow = (contextWindow == null || contextWindow == 0) ? null : contextWindow;
		return this;
	}

	/**
	 * Set how many chunks of a stream may be decoded ahead of its subscriber.
	 * @param bufferSize the number of chunks; 0 or less for the default, 256
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder bufferSize(int bufferSize) {
		this.bufferSize = (bufferSize > 0) ? bufferSize : DEFAULT_BUFFER_SIZE;
		return this;
	}

	/**
	 * Set how large one event of a stream may be.
	 * @param maxEventSize the size; by default 1 MB
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder maxEventSize(DataSize maxEventSize) {
		this.maxEventSize = maxEventSize;
		return this;
	}

	/**
	 * Set how large a response may be; of a stream only the text counts.
	 * @param maxResponseSize the size; by default 16 MB
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder maxResponseSize(DataSize maxResponseSize) {
		this.maxResponseSize = maxResponseSize;
		return this;
	}

	/**
	 * Set how much of an error body is kept.
	 * @param maxErrorBody the size; by default 8 KB
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder maxErrorBody(DataSize maxErrorBody) {
		this.maxErrorBody = maxErrorBody;
		return this;
	}

	/**
	 * Set how many bytes the images, sounds, videos and files of a request may have
	 * together. They grow by a third when they are sent, in base64. A request that has
	 * more fails before it is sent; what is behind URLs does not count.
	 * @param maxMediaSize the size, at most 1 GB; {@code null} for that, the default
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder maxMediaSize(@Nullable DataSize maxMediaSize) {
		this.media = new MediaRules(maxMediaSize, this.media.kinds());
		return this;
	}

	/**
	 * Set which kinds of parts, other than text, the endpoint takes. A request that has
	 * others fails before it is sent; {@link RawPart raw parts} are sent as they are.
	 * @param mediaKinds the kinds; by default all of them, and images only where the
	 * {@linkplain #modelInfoSource source of limits} says that the server is TGI
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder mediaKinds(Collection<MediaKind> mediaKinds) {
		this.media = new MediaRules(this.media.maxSize(), Set.copyOf(mediaKinds));
		return this;
	}

	/**
	 * Set what makes objects of answers. What is sent and received is not affected.
	 * @param answerMapper the mapper; by default one with Jackson's defaults
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder answerMapper(JsonMapper answerMapper) {
		Assert.notNull(answerMapper, "'answerMapper' must not be null");
		this.answerMapper = answerMapper;
		return this;
	}

	/**
	 * Set how many times the model is asked to mend an answer that is to become an object
	 * and does not have its form. Each time costs another request.
	 * @param maxRepairs the number, by default 0
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder maxRepairs(int maxRepairs) {
		Assert.isTrue(maxRepairs >= 0, "'maxRepairs' must not be negative");
		this.maxRepairs = maxRepairs;
		return this;
	}

	/**
	 * Add a callback for requests.
	 * @param callback the callback
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder onRequest(ChatRequestCallback callback) {
		this.requestCallbacks.add(callback);
		return this;
	}

	/**
	 * Add a callback for responses.
	 * @param callback the callback
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder onResponse(ChatResponseCallback callback) {
		this.responseCallbacks.add(callback);
		return this;
	}

	/**
	 * Add a callback for chunks.
	 * @param callback the callback
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder onChunk(ChatChunkCallback callback) {
		this.chunkCallbacks.add(callback);
		return this;
	}

	/**
	 * Add a callback for the ends of streams.
	 * @param callback the callback
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder onStreamComplete(ChatStreamCompleteCallback callback) {
		this.streamCompleteCallbacks.add(callback);
		return this;
	}

	/**
	 * Add a callback for what happens between a request and its answer.
	 * @param callback the callback
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder onProgress(ChatProgressCallback callback) {
		this.progressCallbacks.add(callback);
		return this;
	}

	/**
	 * Add a customizer of requests.
	 * @param customizer the customizer
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder customizer(ChatRequestCustomizer customizer) {
		this.customizers.add(customizer);
		return this;
	}

	/**
	 * Add a resolver of requests.
	 * @param resolver the resolver
	 * @return this builder
	 */
	public HuggingFaceChatModelBuilder resolver(ChatRequestResolver resolver) {
		this.resolvers.add(resolver);
		return this;
	}

	/**
	 * Build the model. No connection is made and no {@link WebClient} built before the
	 * first request.
	 * @return the model
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public HuggingFaceChatModel build() {
		ChatEndpoint endpoint = ChatEndpoint.of(this.baseUrl);
		Assert.isTrue(this.token != null || !endpoint.isRouter(),
				"API key is required: set a token, which https://huggingface.co/settings/tokens gives out");
		endpoint.check(this.defaultOptions, !this.resolvers.isEmpty());
		ResponseLimits limits = limits();
		JsonMapper mapper = JsonMapper.builder().build();
		ErrorDecoder errors = new ErrorDecoder(mapper, limits.maxErrorBody());
		ReadTimeout readTimeout = boundedReadTimeout();
		ChatResponseReader reader = new ChatResponseReader(new ChunkDecoder(mapper), errors, limits, readTimeout,
				endpoint.description());
		ChatExchange exchange = new ChatExchange(http(readTimeout), endpoint,
				new ChatRequestEncoder(mapper, this.media), reader);
		DialectChoice dialects = new DialectChoice(this.responseFormatDialect, this.media, endpoint,
				this.modelInfoSource);
		AttemptSettings attempts = attempts(endpoint);
		ChatCallbacks callbacks = new ChatCallbacks(this.requestCallbacks, this.responseCallbacks, this.chunkCallbacks,
				this.streamCompleteCallbacks, this.progressCallbacks);
		RequestResolution resolution = new RequestResolution(this.defaultOptions, this.customizers, this.resolvers,
				callbacks);
		HuggingFaceModelInfo info = new HuggingFaceModelInfo(this.defaultOptions.model(), endpoint.baseUrl(),
				this.contextWindow);
		return new DefaultHuggingFaceChatModel(resolution, callbacks, exchange, attempts, dialects, info,
				limits.maxResponseSize(), this.thinkTags,
				new AnswerTypes(this.answerMapper, this.maxRepairs, limits.maxResponseSize()));
	}

	/**
	 * Build a client of what the endpoint tells about itself. It uses what was set for
	 * requests: the {@link WebClient}, the token, headers, limits, timeouts and retries.
	 * @return the endpoint
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public HuggingFaceEndpoint buildEndpoint() {
		ReadTimeout readTimeout = boundedReadTimeout();
		ChatEndpoint endpoint = ChatEndpoint.of(this.baseUrl);
		HttpRequests http = new HttpRequests(http(readTimeout), this.defaultOptions, attempts(endpoint), limits(),
				readTimeout);
		return new DefaultHuggingFaceEndpoint(http, endpoint, limits());
	}

	/**
	 * Build a client of the Hub, with the {@link WebClient} and the retries that were set
	 * for requests. It waits up to 30 seconds while nothing arrives, and ten minutes for
	 * a file with all attempts; the timeouts of requests are not its own. The token is
	 * sent if it is one of Hugging Face, which begins with {@code hf_}; other headers and
	 * cookies are not, also those that the {@link WebClient} adds to each request.
	 * Redirects are followed, since large files are kept elsewhere, where the token does
	 * not go.
	 * @param url the URL of the Hub, such as {@code https://huggingface.co}
	 * @param maxFileSize how large a file may be
	 * @return the Hub
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public HuggingFaceHub buildHub(String url, DataSize maxFileSize) {
		String base = ChatEndpoint.of(url).baseUrl();
		String root = base.substring(0, base.length() - "/v1".length());
		ReadTimeout readTimeout = new ReadTimeout(HUB_READ_TIMEOUT, "");
		Supplier<@Nullable String> token = this.token;
		HttpExchange exchange = new HttpExchange(webClient(readTimeout), () -> hubToken(token),
				new ChatHeaders(this.userAgent, null, null), new Redirects(true, ""), false);
		AttemptSettings attempts = new AttemptSettings(new RetryRules(this.retry, false), Duration.ZERO, null,
				this.malformedEvents);
		ChatOptions options = ChatOptions.builder()
			.firstChunkTimeout(Duration.ZERO)
			.totalTimeout(Duration.ZERO)
			.build();
		HttpRequests http = new HttpRequests(exchange, options, attempts,
				limits().ofFiles(bytes("maxFileSize", maxFileSize)), readTimeout);
		return (model, file) -> Mono
			.defer(() -> http.get(HttpRequests.target(root, "/{model}/resolve/main/{file}", null, model, file),
					(body, secret) -> body))
			.timeout(HUB_TIMEOUT,
					Mono.error(() -> HuggingFaceException
						.of(ErrorKind.TIMEOUT, "The Hub did not send the file within " + Patience.format(HUB_TIMEOUT))
						.build()));
	}

	private static @Nullable String hubToken(@Nullable Supplier<@Nullable String> source) {
		String token = (source != null) ? source.get() : null;
		return (token != null && token.strip().startsWith("hf_")) ? token : null;
	}

	private HttpExchange http(@Nullable ReadTimeout readTimeout) {
		return new HttpExchange(webClient(readTimeout), (this.token != null) ? this.token : () -> null, headers(),
				new Redirects(this.followRedirects), true);
	}

	private AttemptSettings attempts(ChatEndpoint endpoint) {
		return new AttemptSettings(new RetryRules(this.retry, endpoint.isDedicated()), this.coldStartWait,
				this.scaleUpTimeout, this.malformedEvents);
	}

	private ResponseLimits limits() {
		return new ResponseLimits(this.bufferSize, bytes("maxEventSize", this.maxEventSize),
				bytes("maxResponseSize", this.maxResponseSize), bytes("maxErrorBody", this.maxErrorBody));
	}

	private @Nullable ReadTimeout boundedReadTimeout() {
		return (this.readTimeout != null) ? new ReadTimeout(Patience.bounded(this.readTimeout)) : null;
	}

	private Supplier<WebClient> webClient(@Nullable ReadTimeout readTimeout) {
		Supplier<WebClient.Builder> source = this.webClientBuilder;
		return () -> {
			WebClient.Builder builder = source.get().clone();
			if (readTimeout != null) {
				builder.filter(readTimeout);
			}
			// The last one is the nearest to the connector
			return builder.filters((filters) -> filters.add(0, OutgoingRequest::filter))
				.filter(ReleasingExchange::new)
				.build();
		};
	}

	private ChatHeaders headers() {
		Long seconds = null;
		if (this.scaleUpTimeout != null) {
			Assert.isTrue(!this.scaleUpTimeout.isNegative(), "'scaleUpTimeout' must not be negative");
			seconds = this.scaleUpTimeout.plusMillis(999).toSeconds();
		}
		String billTo = StringUtils.hasText(this.billTo) ? this.billTo.strip() : null;
		checkHeader("billTo", (billTo != null) ? billTo : "");
		return new ChatHeaders(this.userAgent, billTo, seconds);
	}

	private static void checkHeader(String name, String value) {
		Assert.isTrue(value.chars().noneMatch((character) -> Character.isISOControl(character) || character > 0xff),
				() -> "'" + name + "' contains a control character, or one that is not Latin-1");
	}

	private static int bytes(String name, DataSize size) {
		Assert.isTrue(size.toBytes() > 0 && size.toBytes() <= Integer.MAX_VALUE,
				() -> "'" + name + "' must be above 0 and below 2 GB");
		return (int) size.toBytes();
	}

}
