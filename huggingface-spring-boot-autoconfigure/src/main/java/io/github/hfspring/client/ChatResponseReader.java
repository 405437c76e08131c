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

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Judges a response by its status and headers and reads its body accordingly.
 */
final class ChatResponseReader {

	private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(5);

	private final ChunkDecoder chunks;

	private final ErrorDecoder errors;

	private final ResponseLimits limits;

	private final @Nullable ReadTimeout readTimeout;

	private final String url;

	/**
	 * Create a reader.
	 * @param chunks decodes chunks
	 * @param errors decodes errors
	 * @param limits how much of a response is held
	 * @param readTimeout how long nothing may arrive of the answer to a call
	 * @param url where requests go
	 */
	ChatResponseReader(ChunkDecoder chunks, ErrorDecoder errors, ResponseLimits limits,
			@Nullable ReadTimeout readTimeout, String url) {
		this.readTimeout = readTimeout;
		this.url = url;
		this.chunks = chunks;
		this.errors = errors;
		this.limits = limits;
	}

	/**
	 * Read a response.
	 * @param response the response
	 * @param refusal why it is a redirect that is not followed, if it is
	 * @param attempt the attempt that it answers
	 * @param token the token that was sent, never to be shown
	 * @return the chunks, when the first one is there; a whole completion is a single one
	 */
	Mono<Flux<ChatChunk>> read(ClientResponse response, @Nullable String refusal, Attempt attempt,
			@Nullable String token) {
		return judge(response, refusal, attempt, token, (metadata, body) -> {
			HttpHeaders headers = response.headers().asHttpHeaders();
			return switch (contentType(headers, attempt.isStream())) {
				case "text/event-stream" ->
					ChunkStream.open(body, streamDecoder(metadata, token, attempt), this.limits.bufferSize(), attempt);
				case "application/json", "application/problem+json" ->
					completion(body, metadata, token).map(Flux::just);
				default ->
					beginning(body, token).flatMap((bytes) -> Mono.error(wrongContentType(metadata, bytes, token)));
			};
		});
	}

	/**
	 * Read the whole body of a response, whatever it is.
	 * @param response the response
	 * @param refusal why it is a redirect that is not followed, if it is
	 * @param attempt the attempt that it answers
	 * @param token the token that was sent, never to be shown
	 * @return the body
	 */
	Mono<byte[]> readWhole(ClientResponse response, @Nullable String refusal, Attempt attempt, @Nullable String token) {
		return judge(response, refusal, attempt, token, (metadata, body) -> whole(body, metadata, token));
	}

	private <T> Mono<T> judge(ClientResponse response, @Nullable String refusal, Attempt attempt,
			@Nullable String token, BiFunction<ResponseMetadata, Flux<DataBuffer>, Mono<T>> reader) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		ResponseMetadata metadata = ChatHeaders.read(response.statusCode().value(), headers, token);
		attempt.responded(metadata);
		if (response.statusCode().is1xxInformational()) {
			discard(response, attempt);
			return Mono.error(malformed(metadata, "The HTTP client takes the informational response "
					+ response.statusCode().value() + " for the answer", token));
		}
		String encoding = encoding(headers);
		Flux<DataBuffer> body = timedBody(response, attempt);
		body = encoding.equals("gzip") ? GzipBody.unpack(body) : body;
		if (!response.statusCode().is2xxSuccessful()) {
			return beginning(body, token).flatMap((bytes) -> Mono.error(error(metadata, refusal, bytes, token)));
		}
		if (!encoding.isEmpty() && !encoding.equals("gzip")) {
			ReleasingExchange.discard(body);
			return Mono.error(malformed(metadata,
					"The response has the encoding '" + encoding + "', which cannot be decoded", token));
		}
		return reader.apply(metadata, body);
	}

	private Flux<DataBuffer> timedBody(ClientResponse response, Attempt attempt) {
		Flux<DataBuffer> body = body(response, attempt);
		return (this.readTimeout != null && !attempt.isStream()) ? this.readTimeout.apply(body) : body;
	}

	private static Flux<DataBuffer> body(ClientResponse response, Attempt attempt) {
		Body body = response
			.body((message, context) -> new Body(new CancellableBody(message.getBody(), attempt::abort)));
		return body.buffers();
	}

	/**
	 * Read nothing of a response.
	 */
	static void discard(ClientResponse response, Attempt attempt) {
		ReleasingExchange.discard(body(response, attempt));
	}

	/**
	 * Return how the body is encoded; what the HTTP client has decoded does not count.
	 */
	private static String encoding(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		String lower = (encoding != null) ? encoding.strip().toLowerCase(Locale.ROOT) : "";
		return switch (lower) {
			case "identity" -> "";
			case "x-gzip" -> "gzip";
			default -> lower;
		};
	}

	/**
	 * Some servers repeat parameters, so that media type parsers refuse the header, and
	 * some leave it out.
	 */
	private static String contentType(HttpHeaders headers, boolean stream) {
		String header = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		if (header == null || header.isBlank()) {
			return stream ? "text/event-stream" : "application/json";
		}
		int end = header.indexOf(';');
		String type = ((end >= 0) ? header.substring(0, end) : header).strip().toLowerCase(Locale.ROOT);
		return type.endsWith("+json") ? "application/json" : type;
	}

	private StreamDecoder streamDecoder(ResponseMetadata metadata, @Nullable String token, Attempt attempt) {
		return new StreamDecoder(this.limits, this.chunks, this.errors, metadata, token, attempt.skipped());
	}

	private Mono<ChatChunk> completion(Flux<DataBuffer> body, ResponseMetadata metadata, @Nullable String token) {
		return whole(body, metadata, token).map((bytes) -> completion(bytes, metadata, token));
	}

	private Mono<byte[]> whole(Flux<DataBuffer> body, ResponseMetadata metadata, @Nullable String token) {
		return DataBufferUtils.join(body, this.limits.maxResponseSize())
			.map(ChatResponseReader::bytes)
			.defaultIfEmpty(new byte[0])
			.onErrorMap((error) -> bodyError(error, metadata, token));
	}

	private Throwable bodyError(Throwable error, ResponseMetadata metadata, @Nullable String token) {
		return (error instanceof DataBufferLimitException ex) ? tooLarge(metadata, ex)
				: TransportErrors.mapBody(error, this.url, metadata, token);
	}

	private ChatChunk completion(byte[] bytes, ResponseMetadata metadata, @Nullable String token) {
		ChatChunk chunk;
		try {
			chunk = this.chunks.decodeCompletion(bytes, metadata);
		}
		catch (JacksonException ex) {
			throw malformed(metadata, "The response is not a JSON object", bytes, token, ex);
		}
		Map<String, Object> error = ErrorBody.findIn(chunk);
		if (error != null) {
			throw this.errors.fields(chunk, error, token);
		}
		for (ChunkChoice choice : chunk.choices()) {
			if (failed(choice)) {
				throw this.errors.finishedWithError(metadata);
			}
		}
		if (chunk.choices().isEmpty()) {
			throw malformed(metadata, "The response has no choices", bytes, token, null);
		}
		return chunk;
	}

	private static boolean failed(ChunkChoice choice) {
		FinishReason reason = choice.finishReason();
		return reason != null && reason.kind() == FinishReason.Kind.ERROR;
	}

	/**
	 * Read as much of an error body as is kept. A body that breaks off or does not end is
	 * no reason to lose the status.
	 */
	private Mono<byte[]> beginning(Flux<DataBuffer> body, @Nullable String token) {
		return DataBufferUtils.takeUntilByteCount(body, this.errors.bytesToRead(token))
			.take(ERROR_BODY_TIME)
			.onErrorComplete()
			.collect(ByteArrayOutputStream::new, (bytes, buffer) -> bytes.writeBytes(bytes(buffer)))
			.map(ByteArrayOutputStream::toByteArray);
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private HuggingFaceException error(ResponseMetadata metadata, @Nullable String refusal, byte[] body,
			@Nullable String token) {
		return (refusal != null)
				? HuggingFaceException.of(ErrorKind.REDIRECT, Secrets.mask(refusal, token)).metadata(metadata).build()
				: this.errors.response(metadata, body, token, this.url);
	}

	private HuggingFaceException wrongContentType(ResponseMetadata metadata, byte[] body, @Nullable String token) {
		return malformed(metadata, "The response has the content type '" + metadata.header(HttpHeaders.CONTENT_TYPE)
				+ "' and not that of a chat completion; check 'huggingface.base-url'", body, token, null);
	}

	private HuggingFaceException tooLarge(ResponseMetadata metadata, DataBufferLimitException ex) {
		String message = this.limits.ofEndpoint() ? "The response is too large, see 'huggingface.max-response-size'"
				: "The file is larger than " + this.limits.maxResponseSize() + " bytes";
		return HuggingFaceException.of(ErrorKind.RESPONSE_TOO_LARGE, message).metadata(metadata).cause(ex).build();
	}

	private HuggingFaceException malformed(ResponseMetadata metadata, String message, @Nullable String token) {
		return malformed(metadata, message, new byte[0], token, null);
	}

	private HuggingFaceException malformed(ResponseMetadata metadata, String message, byte[] body,
			@Nullable String token, @Nullable Throwable cause) {
		String excerpt = this.errors.excerpt(body, 0, body.length, token);
		return HuggingFaceException.of(ErrorKind.MALFORMED_RESPONSE, Secrets.mask(message, token))
			.metadata(metadata)
			.body(excerpt.isEmpty() ? null : excerpt)
			.cause((cause != null) ? Secrets.mask(cause, token) : null)
			.build();
	}

	/**
	 * Keeps the client from putting a checkpoint behind the body, which says in the stack
	 * trace of an error what ours say in words.
	 *
	 * @param buffers the body
	 */
	private record Body(Flux<DataBuffer> buffers) {

	}

}
