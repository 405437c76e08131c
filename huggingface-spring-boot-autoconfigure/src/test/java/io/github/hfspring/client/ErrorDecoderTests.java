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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorDecoder}, {@link ErrorBody} and {@link ErrorKinds}.
 */
class ErrorDecoderTests {

	private static final String INPUT_TOKENS = "Input validation error: `inputs` tokens + `max_new_tokens` must be "
			+ "<= 1512. Given: 2 `inputs` tokens and 10000 `max_new_tokens`";

	private static final String LESS_TOKENS = "Input validation error: `inputs` must have less than 1000 tokens. "
			+ "Given: 1500";

	private static final String CONTEXT = "You passed 1015 input tokens and requested 10 output tokens. However, the "
			+ "model`s context length is only 1024 tokens, so shorten the prompt";

	private static final String NO_PERMISSION = "This authentication method does not have sufficient permissions to "
			+ "call Inference Providers on behalf of user X";

	private static final String NO_CREDITS = "You have depleted your monthly included credits. Purchase pre-paid "
			+ "credits to continue using Inference Providers.";

	private final ErrorDecoder decoder = new ErrorDecoder(Json.MAPPER, 8192);

	@ParameterizedTest
	@MethodSource("responses")
	void response(Expected expected) {
		HuggingFaceException exception = decode(expected.status(), Json.of(expected.body()));
		expected.check(exception);
		assertThat(exception.status()).isEqualTo(expected.status());
		assertThat(exception.body()).isEqualTo(Json.of(expected.body()));
	}

	static Stream<Expected> responses() {
		return Stream.of(shapes(), byStatus()).flatMap((stream) -> stream);
	}

	private static Stream<Expected> shapes() {
		return Stream.of(expected(401, "{'error':'text'}", ErrorKind.AUTHENTICATION, "text"),
				expected(400, "{'error':{'message':'m','type':'t','param':'p','code':'c'}}", ErrorKind.INVALID_REQUEST,
						"m")
					.type("t")
					.code("c")
					.param("p"),
				expected(422, "{'error':'text','error_type':'validation'}", ErrorKind.INVALID_REQUEST, "text")
					.type("validation"),
				expected(400, "{'error':['a','b'],'warnings':['c']}", ErrorKind.INVALID_REQUEST, "a; b"),
				expected(503, "{'error':'text','estimated_time':20.0}", ErrorKind.MODEL_LOADING, "text")
					.estimatedTime(Duration.ofSeconds(20)),
				expected(400, "{'id':'oS9','error':{'message':'m','type':'t','param':null,'code':null}}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("t")
					.requestId("oS9"),
				expected(400, "{'object':'error','message':'m','type':'BadRequestError','param':null,'code':400}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("BadRequestError")
					.code("400"),
				expected(401, "{'message':'No API key found in request','request_id':'r1'}", ErrorKind.AUTHENTICATION,
						"No API key found in request")
					.requestId("r1"),
				expected(404, "{'message':'no Route matched with those values','request_id':'r2'}",
						ErrorKind.MODEL_NOT_AVAILABLE, "no Route matched with those values")
					.requestId("r2"),
				expected(401, "{'detail':'Invalid API Key'}", ErrorKind.AUTHENTICATION, "Invalid API Key"),
				expected(422,
						"{'detail':[{'type':'missing','loc':['body','messages'],'msg':'Field required','input':{}},"
								+ "{'type':'int','loc':['body','n',0],'msg':'Not a number'}]}",
						ErrorKind.INVALID_REQUEST, "body.messages: Field required; body.n.0: Not a number"),
				expected(400, "{'errors':[{'message':'a'},{'message':'b'}]}", ErrorKind.INVALID_REQUEST, "a; b"),
				expected(401, "{'error':'invalid_grant','error_description':'Token expired'}", ErrorKind.AUTHENTICATION,
						"invalid_grant: Token expired"),
				expected(429,
						"{'error':{'code':429,'message':'Provider returned error','metadata':{'raw':'slow down',"
								+ "'provider_name':'Groq'}},'user_id':'u'}",
						ErrorKind.RATE_LIMITED, "Provider returned error: slow down")
					.code("429")
					.provider("Groq"),
				expected(422, "{'error':{'message':'m','http_status_code':422}}", ErrorKind.INVALID_REQUEST, "m"),
				expected(404, "{'status':404,'title':'Not Found','detail':'Function not found'}",
						ErrorKind.MODEL_NOT_AVAILABLE, "Function not found"),
				expected(403, "{'status':403,'title':'Forbidden'}", ErrorKind.PERMISSION, "Forbidden"),
				expected(413, "Failed to buffer the request body: length limit exceeded", ErrorKind.PAYLOAD_TOO_LARGE,
						"Failed to buffer the request body: length limit exceeded"),
				expected(502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>",
						ErrorKind.SERVER_ERROR, "502 Bad Gateway"),
				expected(401, "", ErrorKind.AUTHENTICATION, "Unauthorized"),
				expected(400, "{'choices':null,'error_type':'BadRequestError','error_message':'m'}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("BadRequestError"),
				expected(400, "[{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT'}}]",
						ErrorKind.INVALID_REQUEST, "m")
					.code("400"));
	}

	private static Stream<Expected> byStatus() {
		return Stream.of(expected(307, "", ErrorKind.REDIRECT, "The server redirects and does not say where to"),
				expected(400,
						"{'error':{'message':'The requested model is not supported by any provider you have enabled.',"
								+ "'type':'invalid_request_error','param':'model','code':'model_not_supported'}}",
						ErrorKind.MODEL_NOT_AVAILABLE,
						"The requested model is not supported by any provider you have enabled.")
					.type("invalid_request_error")
					.code("model_not_supported")
					.param("model"),
				expected(400,
						"{'error':{'message':'The requested model does not exist.','type':'invalid_request_error',"
								+ "'param':'model','code':'model_not_found'}}",
						ErrorKind.MODEL_NOT_AVAILABLE, "The requested model does not exist.")
					.type("invalid_request_error")
					.code("model_not_found")
					.param("model"),
				expected(400,
						"{'error':{'message':'" + CONTEXT + "','type':'BadRequestError','param':'input_tokens',"
								+ "'code':400}}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, CONTEXT)
					.type("BadRequestError")
					.code("400")
					.param("input_tokens"),
				expected(400, "{'error':['Error in `stream`: `stream` is not supported for this model']}",
						ErrorKind.INVALID_REQUEST, "Error in `stream`: `stream` is not supported for this model"),
				expected(400,
						"{'error':{'message':'Tool call validation failed','type':'invalid_request_error',"
								+ "'code':'tool_use_failed','failed_generation':'...'}}",
						ErrorKind.INVALID_REQUEST, "Tool call validation failed")
					.type("invalid_request_error")
					.code("tool_use_failed"),
				expected(400, "{'error':{'message':'This Model is Cold / Not Ready for Inference'}}",
						ErrorKind.MODEL_LOADING, "This Model is Cold / Not Ready for Inference"),
				expected(400, "{'error':{'message':'Please reduce the length','code':'context_length_exceeded'}}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, "Please reduce the length")
					.code("context_length_exceeded"),
				expected(400,
						"{'error':{'message':'`store` is unsupported','type':'invalid_request_error',"
								+ "'code':'wrong_api_format'}}",
						ErrorKind.INVALID_REQUEST, "`store` is unsupported")
					.type("invalid_request_error")
					.code("wrong_api_format"),
				expected(401, "{'error':'Invalid username or password.'}", ErrorKind.AUTHENTICATION,
						"Invalid username or password."),
				expected(402, "{'error':'" + NO_CREDITS + "'}", ErrorKind.CREDITS_EXHAUSTED, NO_CREDITS),
				expected(403, "{'error':'" + NO_PERMISSION + "'}", ErrorKind.PERMISSION, NO_PERMISSION),
				expected(404, "{'error':'Model this-does-not-exist does not exist'}", ErrorKind.MODEL_NOT_AVAILABLE,
						"Model this-does-not-exist does not exist"),
				expected(404, "{'error':'Not Found: Model not found'}", ErrorKind.MODEL_NOT_AVAILABLE,
						"Not Found: Model not found"),
				expected(404,
						"{'error':{'message':'The model `x` does not exist or you do not have access to it.',"
								+ "'type':'invalid_request_error','code':'model_not_found'}}",
						ErrorKind.MODEL_NOT_AVAILABLE, "The model `x` does not exist or you do not have access to it.")
					.type("invalid_request_error")
					.code("model_not_found"),
				expected(404, "Not Found", ErrorKind.MODEL_NOT_AVAILABLE, "Not Found"),
				expected(408, "", ErrorKind.TIMEOUT, "Request Timeout"),
				expected(413, "<html><head><title>413 Request Entity Too Large</title></head></html>",
						ErrorKind.PAYLOAD_TOO_LARGE, "413 Request Entity Too Large"),
				expected(422, "{'error':'" + INPUT_TOKENS + "','error_type':'validation'}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, INPUT_TOKENS)
					.type("validation"),
				expected(422, "{'error':'" + LESS_TOKENS + "','error_type':'validation'}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, LESS_TOKENS)
					.type("validation"),
				expected(422, "{'error':'Template error: template not found','error_type':'template_error'}",
						ErrorKind.INVALID_REQUEST, "Template error: template not found")
					.type("template_error"),
				expected(422,
						"{'error':'Tool error: Grammar and tools are mutually exclusive','error_type':'tool_error'}",
						ErrorKind.INVALID_REQUEST, "Tool error: Grammar and tools are mutually exclusive")
					.type("tool_error"),
				expected(422,
						"Failed to deserialize the JSON body into the target type: messages: invalid type: string",
						ErrorKind.INVALID_REQUEST,
						"Failed to deserialize the JSON body into the target type: messages: invalid type: string"),
				expected(422,
						"{'error':'Input validation error: `top_p` must be > 0.0 and < 1.0',"
								+ "'error_type':'validation'}",
						ErrorKind.INVALID_REQUEST, "Input validation error: `top_p` must be > 0.0 and < 1.0")
					.type("validation"),
				expected(424, "{'error':'Request failed during generation','error_type':'generation'}",
						ErrorKind.SERVER_ERROR, "Request failed during generation")
					.type("generation"),
				expected(425, "", ErrorKind.OVERLOADED, "Too Early"),
				expected(429, "{'error':'Model is overloaded','error_type':'overloaded'}", ErrorKind.OVERLOADED,
						"Model is overloaded")
					.type("overloaded"),
				expected(429, "{'error':'Rate limit reached. Please log in or use a HF access token'}",
						ErrorKind.RATE_LIMITED, "Rate limit reached. Please log in or use a HF access token"),
				expected(429, "{'error':'Please log in or use a HF access token'}", ErrorKind.RATE_LIMITED,
						"Please log in or use a HF access token"),
				expected(500,
						"{'error':{'code':null,'message':'Internal server error','param':null,"
								+ "'type':'server_error'},'id':'oS9XtEv'}",
						ErrorKind.SERVER_ERROR, "Internal server error")
					.type("server_error")
					.requestId("oS9XtEv"),
				expected(500,
						"{'error':{'code':500,'message':'JSON schema conversion failed:\\nUnsupported ref: #',"
								+ "'type':'server_error'}}",
						ErrorKind.INVALID_REQUEST, "JSON schema conversion failed:\nUnsupported ref: #")
					.type("server_error")
					.code("500"),
				expected(500, "{'error':'Incomplete generation','error_type':'incomplete_generation'}",
						ErrorKind.SERVER_ERROR, "Incomplete generation")
					.type("incomplete_generation"),
				expected(500, "{'error':'unknown error','warnings':['There was an inference error: x']}",
						ErrorKind.SERVER_ERROR, "unknown error"),
				expected(503, "{'error':'Model X is currently loading','estimated_time':32.13720703125}",
						ErrorKind.MODEL_LOADING, "Model X is currently loading")
					.estimatedTime(Duration.ofMillis(32137)),
				expected(503, "{'error':'overloaded'}", ErrorKind.OVERLOADED, "overloaded"),
				expected(503, "{'error':{'code':503,'message':'Loading model','type':'unavailable_error'}}",
						ErrorKind.MODEL_LOADING, "Loading model")
					.type("unavailable_error")
					.code("503"),
				expected(503, "", ErrorKind.SERVER_ERROR, "Service Unavailable"), expected(504,
						"<!DOCTYPE html><html><body>gone</body></html>", ErrorKind.SERVER_ERROR, "Gateway Timeout"),
				expected(520, "", ErrorKind.SERVER_ERROR, "HTTP status 520"),
				expected(529, "{'type':'error','error':{'type':'overloaded_error','message':'Try again'}}",
						ErrorKind.OVERLOADED, "Try again")
					.type("overloaded_error"),
				expected(500, "{'error':{'message':'Engine overloaded'}}", ErrorKind.OVERLOADED, "Engine overloaded"),
				expected(418, "{}", ErrorKind.INVALID_REQUEST, "{}"));
	}

	@ParameterizedTest
	@MethodSource("errorsInsideOfSuccess")
	void errorInsideOfSuccess(Expected expected) {
		String body = Json.of(expected.body());
		ResponseMetadata metadata = metadata(200, Map.of());
		ChatChunk chunk = Json.chunk(expected.body());
		Map<String, Object> fields = ErrorBody.findIn(chunk);
		assertThat(fields).isNotNull();
		HuggingFaceException exception = this.decoder.fields(chunk(metadata), fields, null);
		expected.check(exception);
		assertThat(exception.status()).isEqualTo(expected.status());
		byte[] array = Json.utf8("xx" + body + "xx");
		HuggingFaceException event = this.decoder.event(metadata, array, 2, array.length - 4, null);
		expected.check(event);
		assertThat(event.status()).isEqualTo(expected.status());
	}

	static Stream<Expected> errorsInsideOfSuccess() {
		return Stream.of(
				expected(200, "{'error':'" + INPUT_TOKENS + "','error_type':'validation'}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, INPUT_TOKENS)
					.type("validation"),
				expected(200, "{'error':'" + LESS_TOKENS + "','error_type':'validation'}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, LESS_TOKENS)
					.type("validation"),
				expected(200, "{'error':{'message':'Too many tokens per minute','type':'rate_limit_error'}}",
						ErrorKind.RATE_LIMITED, "Too many tokens per minute")
					.type("rate_limit_error"),
				expected(200, "{'error':'Template error','error_type':'template_error'}", ErrorKind.INVALID_REQUEST,
						"Template error")
					.type("template_error"),
				expected(200, "{'error':'Model is overloaded','error_type':'overloaded'}", ErrorKind.OVERLOADED,
						"Model is overloaded")
					.type("overloaded"),
				expected(200,
						"{'error':{'message':'Unable to generate parser for this template. Automatic parser generation "
								+ "failed: JSON schema conversion failed:\\nx','type':'server_error'}}",
						ErrorKind.INVALID_REQUEST,
						"Unable to generate parser for this template. Automatic parser generation failed: "
								+ "JSON schema conversion failed:\nx")
					.type("server_error"),
				expected(200, "{'error':'Request failed during generation','error_type':'generation'}",
						ErrorKind.SERVER_ERROR, "Request failed during generation")
					.type("generation"),
				expected(422, "{'error':{'message':'m','http_status_code':422}}", ErrorKind.INVALID_REQUEST, "m"),
				expected(400,
						"{'error':{'message':'m','type':'invalid_request_error','code':'tool_use_failed',"
								+ "'status_code':400}}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("invalid_request_error")
					.code("tool_use_failed"),
				expected(502, "{'error':{'code':502,'message':'Provider returned error'}}", ErrorKind.SERVER_ERROR,
						"Provider returned error")
					.code("502"),
				expected(400, "{'error':{'object':'error','message':'m','type':'BadRequestError','code':400}}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("BadRequestError")
					.code("400"),
				expected(400, "{'object':'error','message':'m','type':'BadRequestError','param':null,'code':400}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("BadRequestError")
					.code("400"),
				expected(200, "{'choices':null,'error_type':'BadRequestError','error_message':'m'}",
						ErrorKind.INVALID_REQUEST, "m")
					.type("BadRequestError"),
				expected(200, "[{'error':{'message':'m'}}]", ErrorKind.SERVER_ERROR, "m"),
				expected(200, "{'detail':'failed','error':{'message':'m'}}", ErrorKind.SERVER_ERROR, "m"),
				expected(200, "{'x_groq':{'id':'r','error':'failed'}}", ErrorKind.SERVER_ERROR, "failed"),
				expected(200, "{'detail':'Invalid request'}", ErrorKind.SERVER_ERROR, "Invalid request"),
				expected(200, "{'error':{'message':'m','type':'tokens','code':'rate_limit_exceeded'}}",
						ErrorKind.RATE_LIMITED, "m")
					.type("tokens")
					.code("rate_limit_exceeded"),
				expected(200, "{'error':{'message':'m','code':'model_not_found'}}", ErrorKind.MODEL_NOT_AVAILABLE, "m")
					.code("model_not_found"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'choices':[]}", "{'error':null}", "{'error':false}", "{'error':''}",
			"{'error':{}}", "{'error':[]}", "{'choices':[{'delta':{}}],'message':'hello'}",
			"{'choices':[{'delta':{}}],'detail':'x'}", "{'x_groq':{'id':'r'}}", "{'object':'chat.completion.chunk'}",
			"{'choices':[],'message':{'content':'x'}}" })
	void whatIsNoError(String json) {
		assertThat(ErrorBody.findIn(Json.chunk(json))).isNull();
	}

	@Test
	void errorMayStandInTheChoice() {
		ChatChunk chunk = Json.chunk("{'choices':[{'delta':{},'error':{'code':502,'message':'m'}}]}");
		Map<String, Object> fields = ErrorBody.findIn(chunk);
		assertThat(fields).isNotNull();
		HuggingFaceException exception = this.decoder.fields(chunk(metadata(200, Map.of())), fields, null);
		assertThat(exception.serverMessage()).isEqualTo("m");
		assertThat(exception.status()).isEqualTo(502);
	}

	@Test
	void eventMayBeText() {
		byte[] bytes = Json.utf8(" failed to decode ");
		HuggingFaceException exception = this.decoder.event(metadata(200, Map.of()), bytes, 0, bytes.length, null);
		assertThat(exception.serverMessage()).isEqualTo("failed to decode");
		assertThat(exception.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void eventThatSaysNothingHasAMessage(String data) {
		byte[] bytes = Json.utf8(data);
		HuggingFaceException exception = this.decoder.event(metadata(200, Map.of()), bytes, 0, bytes.length, null);
		assertThat(exception.serverMessage()).isEqualTo("The server reports an error");
	}

	@Test
	void headersTellRequestIdAndProvider() {
		ResponseMetadata metadata = new ResponseMetadata(500, "together", "Root=1-67dd4b42;abc", Map.of());
		HuggingFaceException exception = this.decoder.response(metadata,
				Json.bytes("{'id':'oS9','error':{'message':'m','metadata':{'provider_name':'x'}}}"), null, null);
		assertThat(exception.requestId()).isEqualTo("Root=1-67dd4b42;abc");
		assertThat(exception.provider()).isEqualTo("together");
	}

	@Test
	void headersOfTheHubAreUsedWhereTheBodySaysNothing() {
		Map<String, String> headers = Map.of("X-Error-Message", "Invalid username or password.", "X-Error-Code",
				"InvalidToken");
		HuggingFaceException exception = this.decoder.response(metadata(401, headers), new byte[0], null, null);
		assertThat(exception.serverMessage()).isEqualTo("Invalid username or password.");
		assertThat(exception.code()).isEqualTo("InvalidToken");
		HuggingFaceException other = this.decoder.response(metadata(401, headers),
				Json.bytes("{'error':{'message':'m','code':'c'}}"), null, null);
		assertThat(other.serverMessage()).isEqualTo("m");
		assertThat(other.code()).isEqualTo("c");
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "30,30000", "0.5,500", "1.25,1250", "' 7 ',7000", "1e1,10000" })
	void retryAfterIsInSeconds(String value, long millis) {
		HuggingFaceException exception = this.decoder.response(metadata(429, Map.of("retry-after", value)), new byte[0],
				null, null);
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void retryAfterMayBeADate() {
		ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10);
		Duration wait = ErrorDecoder.retryAfter(DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
		assertThat(wait).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
		assertThat(ErrorDecoder.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).isEqualTo(Duration.ZERO);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "soon", "-1", "NaN", "6.5s", "1, 2" })
	void retryAfterThatIsNoTimeIsLeftOut(@Nullable String value) {
		assertThat(ErrorDecoder.retryAfter(value)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e400", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void retryAfterBeyondAllMeasureIsLong(String value) {
		assertThat(ErrorDecoder.retryAfter(value)).isEqualTo(Duration.ofDays(3650));
	}

	@Test
	void tokenThatWasSentIsMasked() {
		String body = Json.of("{'error':{'message':'Invalid key my.secret','type':'my.secret'}}");
		HuggingFaceException exception = this.decoder.response(metadata(401, Map.of()), Json.utf8(body), "my.secret",
				null);
		assertThat(exception.serverMessage()).isEqualTo("Invalid key ***");
		assertThat(exception).asString().doesNotContain("my.secret");
		assertThat(exception.body()).doesNotContain("my.secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hf_AbCdEfGhIjKlMnOpQrStUvWxYz", "api_org_AbCdEfGhIjKlMnOp", "sk-AbCdEfGhIjKlMnOp",
			"sk-proj-AbCd_EfGh-IjKl", "gsk_AbCdEfGhIjKlMnOp" })
	void anyTokenIsMasked(String token) {
		HuggingFaceException exception = decode(401, "{\"error\":\"Bad token '" + token + "', get another\"}");
		assertThat(exception.serverMessage()).startsWith("Bad token '")
			.contains("***")
			.endsWith("', get another")
			.doesNotContain(token.substring(token.length() - 8));
		assertThat(exception.body()).doesNotContain(token.substring(token.length() - 8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Provider hf-inference is down", "hf-inference/models", "No skyscraper in the picture",
			"skateboarding", "The risk-assessment failed", "task_classification" })
	void wordsThatOnlyBeginLikeATokenAreKept(String message) {
		assertThat(decode(500, "{\"error\":\"" + message + "\"}").serverMessage()).isEqualTo(message);
	}

	@Test
	void bodyThatIsCutStillGivesTheMessage() {
		String body = Json.of("{'error':{'message':'Stra\u00dfe gesperrt','type':'server_error','param':null,"
				+ "'code':[1,{'a':1.5}]},'id':'oS9','more':[{'x':'y'},true]}");
		byte[] bytes = Json.utf8(body);
		int from = Json.utf8(body.substring(0, body.indexOf("gesperrt") + 9)).length;
		for (int end = from; end <= bytes.length; end++) {
			HuggingFaceException exception = this.decoder.response(metadata(500, Map.of()), Arrays.copyOf(bytes, end),
					null, null);
			assertThat(exception.serverMessage()).as("cut at %d", end).isEqualTo("Stra\u00dfe gesperrt");
			assertThat(exception.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
		}
	}

	@Test
	void bodyThatIsCutWithinTheMessageIsShownAsItIs() {
		assertThat(decode(500, "{\"error\":{\"message\":\"Something w").serverMessage()).contains("Something w");
	}

	@Test
	void bodyThatIsCutAnywhereIsAnError() {
		byte[] bytes = Json.bytes("[{'error':{'message':'\ud83e\udd17','code':429}},null,1.5e3]");
		for (int end = 0; end <= bytes.length; end++) {
			HuggingFaceException exception = this.decoder.response(metadata(429, Map.of()), Arrays.copyOf(bytes, end),
					null, null);
			assertThat(exception.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
			assertThat(exception.serverMessage()).isNotBlank();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1f8b0800", "00", "0000feff", "feff0000", "0000fffe", "fffe0000", "0000ff", "7b00",
			"efbbbf", "c3", "5b7b" })
	void bodyThatIsNoTextIsAnError(String hex) {
		byte[] bytes = new byte[hex.length() / 2];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
		}
		HuggingFaceException exception = this.decoder.response(metadata(503, Map.of()), bytes, null, null);
		assertThat(exception.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
		assertThat(this.decoder.event(metadata(200, Map.of()), bytes, 0, bytes.length, null).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "true", "null", "\"text\"", "[]", "{}", "{\"a\":1}", "[[]]", "[1,2]" })
	void jsonWithoutMessageIsShown(String body) {
		assertThat(decode(500, body).serverMessage()).isNotBlank();
	}

	@Test
	void bodyIsCutAtItsLargestSize() {
		ErrorDecoder small = new ErrorDecoder(Json.MAPPER, 20);
		HuggingFaceException exception = small.response(metadata(500, Map.of()),
				"x".repeat(100).getBytes(StandardCharsets.UTF_8), null, null);
		assertThat(exception.body()).hasSize(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bad key %s, %s, get another: %s", "{\"error\":\"Bad key %s, %s, get another: %s\"}" })
	void tokenAtTheCutIsNotShownInPart(String format) {
		String token = "Secret0123456789.abcdefghijklmnop";
		ErrorDecoder small = new ErrorDecoder(Json.MAPPER, 64);
		for (int offset = 0; offset <= 80; offset++) {
			byte[] whole = Json.utf8("x".repeat(offset) + format.formatted(token, token, token) + "y".repeat(100));
			byte[] read = Arrays.copyOf(whole, Math.min(whole.length, small.bytesToRead(token)));
			assertThat(read).hasSizeGreaterThanOrEqualTo(64 + token.length());
			for (byte[] body : List.of(whole, read)) {
				HuggingFaceException exception = small.response(metadata(401, Map.of()), body, token, null);
				assertThat(exception.body()).as("token at %d", offset).doesNotContain("Secr").hasSizeBetween(1, 64);
				assertThat(exception.getMessage()).as("token at %d", offset).doesNotContain("Secr");
				HuggingFaceException event = small.event(metadata(200, Map.of()), body, 0, body.length, token);
				assertThat(event.body()).as("token at %d", offset).doesNotContain("Secr");
				assertThat(event.getMessage()).as("token at %d", offset).doesNotContain("Secr");
			}
		}
	}

	@Test
	void tokenAtTheCutIsNotShownInPartWhereCharactersHaveSeveralBytes() {
		String token = "Secret0123456789.abcdefghijklmnop";
		ErrorDecoder small = new ErrorDecoder(Json.MAPPER, 64);
		for (int count = 0; count <= 50; count++) {
			byte[] body = Json.utf8("\u20ac".repeat(count) + token + " is no token, and more than was read");
			HuggingFaceException exception = small.response(metadata(401, Map.of()),
					Arrays.copyOf(body, Math.min(body.length, small.bytesToRead(token))), token, null);
			assertThat(exception.body()).as("token behind %d", count).doesNotContain("Secr");
			assertThat(exception.getMessage()).as("token behind %d", count).doesNotContain("Secr");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "e", "none", "EMPTY", "no-key1" })
	void shortTokensAreWordsAndKept(String token) {
		String message = "There is none: EMPTY or no-key1";
		HuggingFaceException exception = this.decoder.response(metadata(401, Map.of()),
				Json.bytes("{'error':'" + message + "'}"), token, null);
		assertThat(exception.serverMessage()).isEqualTo(message);
		assertThat(exception.body()).isEqualTo(Json.of("{'error':'" + message + "'}"));
	}

	@Test
	void longMessageIsShortened() {
		HuggingFaceException exception = decode(500, "{\"error\":\"" + "x".repeat(5000) + "\"}");
		assertThat(exception.serverMessage()).hasSizeLessThan(1100).startsWith("xxx").endsWith("...");
		assertThat(exception.body()).hasSizeGreaterThan(5000);
	}

	private HuggingFaceException decode(int status, String body) {
		return this.decoder.response(metadata(status, Map.of()), Json.utf8(body), null, null);
	}

	private static ChatChunk chunk(ResponseMetadata metadata) {
		return new ChatChunk(null, null, 0, List.of(), null, null, Map.of(), metadata);
	}

	private static ResponseMetadata metadata(int status, Map<String, String> headers) {
		return new ResponseMetadata(status, null, null, headers);
	}

	private static Expected expected(int status, String body, ErrorKind kind, String message) {
		return new Expected(status, body, kind, message, null, null, null, null, null, null);
	}

	record Expected(int status, String body, ErrorKind kind, String message, @Nullable String type,
			@Nullable String code, @Nullable String param, @Nullable String requestId, @Nullable String provider,
			@Nullable Duration estimatedTime) {

		Expected type(String type) {
			return new Expected(this.status, this.body, this.kind, this.message, type, this.code, this.param,
					this.requestId, this.provider, this.estimatedTime);
		}

		Expected code(String code) {
			return new Expected(this.status, this.body, this.kind, this.message, this.type, code, this.param,
					this.requestId, this.provider, this.estimatedTime);
		}

		Expected param(String param) {
			return new Expected(this.status, this.body, this.kind, this.message, this.type, this.code, param,
					this.requestId, this.provider, this.estimatedTime);
		}

		Expected requestId(String requestId) {
			return new Expected(this.status, this.body, this.kind, this.message, this.type, this.code, this.param,
					requestId, this.provider, this.estimatedTime);
		}

		Expected provider(String provider) {
			return new Expected(this.status, this.body, this.kind, this.message, this.type, this.code, this.param,
					this.requestId, provider, this.estimatedTime);
		}

		Expected estimatedTime(Duration estimatedTime) {
			return new Expected(this.status, this.body, this.kind, this.message, this.type, this.code, this.param,
					this.requestId, this.provider, estimatedTime);
		}

		void check(HuggingFaceException exception) {
			assertThat(exception.kind()).isEqualTo(this.kind);
			assertThat(exception.serverMessage()).isEqualTo(this.message);
			assertThat(exception.type()).isEqualTo(this.type);
			assertThat(exception.code()).isEqualTo(this.code);
			assertThat(exception.param()).isEqualTo(this.param);
			assertThat(exception.requestId()).isEqualTo(this.requestId);
			assertThat(exception.provider()).isEqualTo(this.provider);
			assertThat(exception.estimatedTime()).isEqualTo(this.estimatedTime);
		}

		@Override
		public String toString() {
			return this.status + " " + this.body;
		}

	}

}
