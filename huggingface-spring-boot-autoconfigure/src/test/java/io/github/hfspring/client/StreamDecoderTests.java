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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StreamDecoder}.
 */
class StreamDecoderTests {

	private static final String A = event("{'choices':[{'index':0,'delta':{'content':'a'}}]}");

	private static final String B = event("{'choices':[{'index':0,'delta':{'content':'\u00fc\ud83e\udd17'}}]}");

	private static final String STOP = event("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}");

	private static final String USAGE = event("{'choices':[],'usage':{'total_tokens':3}}");

	private static final String SECOND = event("{'choices':[{'index':1,'delta':{'content':'b'}}]}");

	private static final String SECOND_STOP = event("{'choices':[{'index':1,'delta':{},'finish_reason':'length'}]}");

	private static final String ERROR = event("{'error':{'message':'Oops','type':'overloaded'}}");

	private static final String FINISHED_WITH_ERROR = event("{'choices':[{'delta':{},'finish_reason':'error'}]}");

	private static final String FAILED = "{'error':{'message':'Oops','type':'overloaded'}}";

	private static final String WHOLE = "{'choices':[{'message':{'content':'a'},'finish_reason':'stop'}]}";

	private static final String DONE = "data: [DONE]\n\n";

	private static final int MAX_EVENT_SIZE = 200;

	private static final int MAX_RESPONSE_SIZE = 1000;

	private static final ResponseLimits LIMITS = new ResponseLimits(256, MAX_EVENT_SIZE, MAX_RESPONSE_SIZE, 8192);

	private static final ResponseMetadata METADATA = new ResponseMetadata(200, "groq", "r1", Map.of());

	@ParameterizedTest
	@MethodSource("streams")
	void streamEndsTheSameWhereverItsBytesAreCut(Sample sample) {
		byte[] bytes = Json.utf8(sample.text());
		for (int cut = 0; cut <= bytes.length; cut++) {
			assertThat(run(bytes, cut, true, null)).as("read while it arrives, cut at %d", cut)
				.isEqualTo(sample.outcome());
			assertThat(run(bytes, cut, false, null)).as("read at the end, cut at %d", cut).isEqualTo(sample.outcome());
		}
	}

	@ParameterizedTest
	@MethodSource("streams")
	void streamEndsTheSameByteByByte(Sample sample) {
		byte[] bytes = Json.utf8(sample.text());
		StreamDecoder decoder = decoder();
		List<String> texts = new ArrayList<>();
		ErrorKind kind = null;
		for (int i = 0; i < bytes.length && kind == null; i++) {
			decoder.feed(ByteBuffer.wrap(bytes, i, 1));
			kind = drain(decoder, texts);
		}
		if (kind == null) {
			decoder.bodyEnded(null);
			kind = drain(decoder, texts);
		}
		assertThat(new Outcome(texts, kind)).isEqualTo(sample.outcome());
	}

	static Stream<Sample> streams() {
		return Stream.of(whole(), cut(), failed(), empty()).flatMap((stream) -> stream);
	}

	private static Stream<Sample> whole() {
		return Stream.of(sample("done", A + B + STOP + USAGE + DONE, null, "a", "\u00fc\ud83e\udd17", "", ""),
				sample("without [DONE]", A + STOP, null, "a", ""),
				sample("usage after the finish reason", A + STOP + USAGE, null, "a", "", ""),
				sample("without finish reason", A + DONE, null, "a"),
				sample("without any delta", event("{'choices':[{}]}") + DONE, ErrorKind.STREAM_EMPTY, ""),
				sample("two choices", A + SECOND + STOP + SECOND_STOP, null, "a", "", "", ""),
				sample("unfinished choice, but [DONE]", A + SECOND + STOP + DONE, null, "a", "", ""),
				sample("without blank line at the end", A + STOP.stripTrailing(), null, "a", ""),
				sample("[DONE] without blank line", A + "data: [DONE]", null, "a"),
				sample("[DONE] without blank", A + "data:[DONE]\n\n", null, "a"),
				sample("[DONE] with blanks", A + "data:  [DONE] \n\n", null, "a"),
				sample("nothing after [DONE] counts", A + DONE + B + ERROR + "data: {\n\n", null, "a"),
				sample("no error after [DONE] counts", A + DONE + "event: error\ndata: {}\n\n", null, "a"),
				sample("neither does a large event", A + DONE + "x".repeat(MAX_EVENT_SIZE + 1), null, "a"),
				sample("comments and empty events",
						": OPENROUTER PROCESSING\n\n" + A + ":\n\ndata:\n\ndata:  \n\nevent: ping\n\n" + STOP, null,
						"a", ""),
				sample("keep-alives as data", "data: : keep-alive\n\n" + A + "data: null\n\ndata::ping\n\n" + STOP,
						null, "a", ""),
				sample("blank lines before the first event", "\r\n\n " + "\n" + A + STOP, null, "a", ""),
				sample("a completion", " \n" + Json.of(WHOLE), null, "a"),
				sample("a completion that is larger than an event", completion(MAX_EVENT_SIZE), null,
						"x".repeat(MAX_EVENT_SIZE)),
				sample("keep-alive chunks", event("{}") + A + event("{'choices':null}") + STOP, null, "", "a", "", ""),
				sample("carriage returns", (A + STOP + DONE).replace("\n", "\r"), null, "a", ""),
				sample("both", "\ufeff" + (A + STOP + DONE).replace("\n", "\r\n"), null, "a", ""),
				sample("an event of many lines",
						"data: {\ndata: \"choices\":[{\"delta\":\ndata:{\"content\":\"a\"}}]}\n\n" + DONE, null, "a"));
	}

	private static Stream<Sample> cut() {
		return Stream.of(sample("no end", A + B, ErrorKind.STREAM_CUT, "a", "\u00fc\ud83e\udd17"),
				sample("one of two choices unfinished", A + SECOND + STOP, ErrorKind.STREAM_CUT, "a", "", ""),
				sample("cut inside the last event", A + "data: {\"choices\":[{\"del", ErrorKind.STREAM_CUT, "a"),
				sample("cut inside [DONE]", A + "data: [DO", ErrorKind.STREAM_CUT, "a"),
				sample("cut inside usage", A + STOP + "data: {\"usage\":{", null, "a", ""));
	}

	private static Stream<Sample> failed() {
		return Stream.of(sample("error", A + ERROR + DONE, ErrorKind.OVERLOADED, "a"),
				sample("finish reason 'error'", A + FINISHED_WITH_ERROR + DONE, ErrorKind.SERVER_ERROR, "a", ""),
				sample("finish reason 'error' at the end", A + FINISHED_WITH_ERROR, ErrorKind.SERVER_ERROR, "a", ""),
				sample("no event but an error", Json.of(FAILED), ErrorKind.OVERLOADED),
				sample("no event but an error behind a blank line", "\n" + Json.of(FAILED), ErrorKind.OVERLOADED),
				sample("no event but an error behind blanks", " \r\n\t" + Json.of(FAILED), ErrorKind.OVERLOADED),
				sample("no event but an error behind a byte order mark", "\ufeff" + Json.of(FAILED),
						ErrorKind.OVERLOADED),
				sample("no event but an error in an array", "[" + Json.of(FAILED) + "]", ErrorKind.OVERLOADED),
				sample("no event but a page", "<!DOCTYPE html>\n<html><body>Oops</body></html>",
						ErrorKind.MALFORMED_RESPONSE),
				sample("error after the finish reason", A + STOP + ERROR, ErrorKind.OVERLOADED, "a", ""),
				sample("error beside choices",
						A + STOP + event("{'error':{'code':429,'message':'m'},'choices':[{'delta':{}}]}") + B,
						ErrorKind.RATE_LIMITED, "a", "", ""),
				sample("error beside usage",
						A + event("{'error':{'message':'m'},'usage':{'total_tokens':1},'choices':[]}") + DONE,
						ErrorKind.SERVER_ERROR, "a", ""),
				sample("error of TGI", event("{'error':'m','error_type':'validation'}"), ErrorKind.INVALID_REQUEST),
				sample("error of DeepInfra",
						event("{'choices':null,'error_type':'BadRequestError','error_message':'m'}"),
						ErrorKind.INVALID_REQUEST),
				sample("error of Google", event("[{'error':{'code':404,'message':'m'}}]"),
						ErrorKind.MODEL_NOT_AVAILABLE),
				sample("error event",
						A + "event: error\n" + event("{'error':{'message':'m','status_code':400}}") + STOP,
						ErrorKind.INVALID_REQUEST, "a"),
				sample("error event without blank line", A + "event: error\ndata: {\"error\":{\"message\":\"m\"",
						ErrorKind.SERVER_ERROR, "a"),
				sample("error event that is no JSON", "event: error\ndata: failed\n\n", ErrorKind.SERVER_ERROR),
				sample("error field", A + "error: {\"error\":{\"message\":\"overloaded\"}}\n\n", ErrorKind.OVERLOADED,
						"a"),
				sample("error field behind data", A.stripTrailing() + "\nerror: {\"message\":\"overloaded\"}",
						ErrorKind.OVERLOADED, "a"),
				sample("malformed", A + "data: {\"choices\":[\n\n" + STOP + DONE, ErrorKind.MALFORMED_RESPONSE, "a"),
				sample("malformed after the finish reason", A + STOP + "data: oops\n\n", ErrorKind.MALFORMED_RESPONSE,
						"a", ""),
				sample("no object", A + "data: 1\n\n" + DONE, ErrorKind.MALFORMED_RESPONSE, "a"),
				sample("event too large", A + event("{'x':'" + "y".repeat(MAX_EVENT_SIZE) + "'}") + DONE,
						ErrorKind.RESPONSE_TOO_LARGE, "a"),
				sample("completion too large", completion(MAX_RESPONSE_SIZE), ErrorKind.RESPONSE_TOO_LARGE),
				sample("page too large", "<p>" + "x".repeat(MAX_RESPONSE_SIZE), ErrorKind.RESPONSE_TOO_LARGE),
				sample("comment too large", A + ":" + "y".repeat(MAX_EVENT_SIZE) + "\n" + DONE,
						ErrorKind.RESPONSE_TOO_LARGE, "a"));
	}

	private static Stream<Sample> empty() {
		return Stream
			.of(sample("nothing", "", ErrorKind.STREAM_EMPTY), sample("only [DONE]", DONE, ErrorKind.STREAM_EMPTY),
					sample("only comments", ": ping\n\n: ping\n\n", ErrorKind.STREAM_EMPTY),
					sample("only usage", USAGE + DONE, ErrorKind.STREAM_EMPTY, ""), sample("only keep-alive chunks",
							event("{}") + event("{'choices':[]}"), ErrorKind.STREAM_EMPTY, "", ""),
					sample("cut inside the first event", "data: {\"choi", ErrorKind.STREAM_EMPTY));
	}

	@Test
	void streamThatBreaksOffAnywhereIsCutAndNeverMalformed() {
		byte[] bytes = Json.utf8(A + B + STOP + DONE);
		int firstWhole = Json.utf8(A.stripTrailing()).length;
		int stopWhole = Json.utf8(A + B + STOP.stripTrailing()).length;
		for (int end = 0; end <= bytes.length; end++) {
			ErrorKind expected = (end < firstWhole) ? ErrorKind.STREAM_EMPTY : ErrorKind.STREAM_CUT;
			expected = (end < stopWhole) ? expected : null;
			byte[] prefix = new byte[end];
			System.arraycopy(bytes, 0, prefix, 0, end);
			assertThat(run(prefix, end / 2, true, null).error()).as("end at %d", end).isEqualTo(expected);
			assertThat(run(prefix, end / 2, false, null).error()).as("end at %d", end).isEqualTo(expected);
		}
	}

	@Test
	void brokenConnectionIsTheCauseOfTheCut() {
		IOException broken = new IOException("Connection reset");
		for (String text : List.of("", "data: {\"choi", A, A + "data: {", A + SECOND + STOP)) {
			StreamDecoder decoder = decoder();
			decoder.feed(ByteBuffer.wrap(Json.utf8(text)));
			decoder.bodyEnded(broken);
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> {
				while (decoder.next() != null) {
					assertThat(decoder.isEnded()).isTrue();
				}
			}).withCause(broken).satisfies((error) -> assertThat(error.kind()).isEqualTo(ErrorKind.STREAM_CUT));
		}
	}

	@Test
	void brokenConnectionAfterTheEndIsNoError() {
		IOException broken = new IOException("Connection reset");
		for (String text : List.of(A + DONE, A + STOP, A + STOP + USAGE, A + STOP.stripTrailing(),
				A + STOP + "data: {")) {
			byte[] bytes = Json.utf8(text);
			for (int cut = 0; cut <= bytes.length; cut++) {
				assertThat(run(bytes, cut, true, broken).error()).isNull();
				assertThat(run(bytes, cut, false, broken).error()).isNull();
			}
		}
	}

	@Test
	void brokenConnectionAfterNothingButDoneIsAnEmptyStream() {
		IOException broken = new IOException("Connection reset");
		byte[] bytes = Json.utf8(DONE);
		assertThat(run(bytes, 0, true, broken)).isEqualTo(new Outcome(List.of(), ErrorKind.STREAM_EMPTY));
		assertThat(run(bytes, 0, false, broken)).isEqualTo(new Outcome(List.of(), ErrorKind.STREAM_EMPTY));
	}

	@Test
	void moreBytesAreWaitedFor() {
		StreamDecoder decoder = decoder();
		decoder.feed(ByteBuffer.wrap(Json.utf8(A + "data: {")));
		assertThat(decoder.next()).isNotNull();
		assertThat(decoder.next()).isNull();
		assertThat(decoder.isEnded()).isFalse();
	}

	@Test
	void endDoesNotWaitForTheConnection() {
		StreamDecoder decoder = decoder();
		decoder.feed(ByteBuffer.wrap(Json.utf8(A + DONE)));
		assertThat(decoder.next()).isNotNull();
		assertThat(decoder.next()).isNull();
		assertThat(decoder.isEnded()).isTrue();
	}

	@Test
	void errorsSayWhoAndWhichRequest() {
		for (String text : List.of(ERROR, "event: error\ndata: {}\n\n", "data: oops\n\n", DONE, A,
				"y".repeat(MAX_EVENT_SIZE + 1))) {
			HuggingFaceException error = fail(text);
			assertThat(error.provider()).isEqualTo("groq");
			assertThat(error.requestId()).isEqualTo("r1");
			assertThat(error.status()).isEqualTo(200);
		}
	}

	@Test
	void largeEventNamesTheProperty() {
		assertThat(fail("y".repeat(MAX_EVENT_SIZE + 1))).hasMessageContaining("200 bytes")
			.hasMessageContaining("'huggingface.max-event-size'");
	}

	@Test
	void largeAnswerNamesThePropertyOfAnswers() {
		assertThat(fail(completion(MAX_RESPONSE_SIZE))).hasMessageContaining("'huggingface.max-response-size'")
			.hasMessageNotContaining("max-event-size");
	}

	@Test
	void largeAnswerIsNotReadToItsEnd() {
		StreamDecoder decoder = decoder();
		decoder.feed(ByteBuffer.wrap(Json.utf8("{" + " ".repeat(MAX_RESPONSE_SIZE - 1))));
		assertThat(decoder.next()).isNull();
		decoder.feed(ByteBuffer.wrap(Json.utf8(" ")));
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(decoder::next)
			.satisfies((error) -> assertThat(error.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE));
	}

	@Test
	void malformedEventIsShownWithoutToken() {
		HuggingFaceException error = fail("data: {oops my.token hf_AbCdEfGhIjKlMnOp\n\n");
		assertThat(error.body()).startsWith("{oops").doesNotContain("my.token", "AbCdEf");
		assertThat(error).hasMessageNotContaining("my.token").hasMessageNotContaining("AbCdEf");
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {\"error\":\"Bad key my.token\"}\n\n", "error: Bad key my.token\n\n",
			"event: error\ndata: {\"message\":\"Bad key my.token\"}\n\n" })
	void errorIsShownWithoutToken(String text) {
		HuggingFaceException error = fail(text);
		assertThat(error.serverMessage()).isEqualTo("Bad key ***");
		assertThat(error.body()).doesNotContain("my.token");
	}

	@Test
	void chunksCarryTheMetadata() {
		StreamDecoder decoder = decoder();
		decoder.feed(ByteBuffer.wrap(Json.utf8(A)));
		assertThat(decoder.next()).isNotNull().extracting(ChatChunk::metadata).isSameAs(METADATA);
	}

	@Test
	void choiceWithAHugeIndexTakesNoMemory() {
		String huge = event("{'choices':[{'index':2147483647,'delta':{},'finish_reason':'stop'}]}");
		byte[] bytes = Json.utf8(huge);
		assertThat(run(bytes, 0, true, null).error()).isNull();
	}

	private static HuggingFaceException fail(String text) {
		StreamDecoder decoder = decoder();
		decoder.feed(ByteBuffer.wrap(Json.utf8(text)));
		try {
			while (decoder.next() != null) {
				assertThat(decoder.isEnded()).isFalse();
			}
			decoder.bodyEnded(null);
			decoder.next();
		}
		catch (HuggingFaceException ex) {
			return ex;
		}
		throw new AssertionError("There is no error in " + text);
	}

	private static Outcome run(byte[] bytes, int cut, boolean readBetween, @Nullable Throwable bodyError) {
		StreamDecoder decoder = decoder();
		List<String> texts = new ArrayList<>();
		decoder.feed(ByteBuffer.wrap(bytes, 0, cut));
		ErrorKind kind = readBetween ? drain(decoder, texts) : null;
		if (kind == null) {
			decoder.feed(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
			kind = readBetween ? drain(decoder, texts) : null;
		}
		if (kind == null) {
			decoder.bodyEnded(bodyError);
			kind = drain(decoder, texts);
			assertThat(decoder.isEnded()).isTrue();
		}
		return new Outcome(texts, kind);
	}

	private static @Nullable ErrorKind drain(StreamDecoder decoder, List<String> texts) {
		try {
			ChatChunk chunk;
			while ((chunk = decoder.next()) != null) {
				texts.add(chunk.text());
			}
			return null;
		}
		catch (HuggingFaceException ex) {
			return ex.kind();
		}
	}

	private static StreamDecoder decoder() {
		return new StreamDecoder(LIMITS, new ChunkDecoder(Json.MAPPER), new ErrorDecoder(Json.MAPPER, 8192), METADATA,
				"my.token", null);
	}

	private static String completion(int size) {
		return Json.of(WHOLE.replace("'a'", "'" + "x".repeat(size) + "'"));
	}

	private static String event(String json) {
		return "data: " + Json.of(json) + "\n\n";
	}

	private static Sample sample(String name, String text, @Nullable ErrorKind error, String... texts) {
		return new Sample(name, text, new Outcome(List.of(texts), error));
	}

	record Outcome(List<String> texts, @Nullable ErrorKind error) {

	}

	record Sample(String name, String text, Outcome outcome) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
