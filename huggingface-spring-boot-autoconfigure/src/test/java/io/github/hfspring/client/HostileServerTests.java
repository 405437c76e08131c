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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockRuntimeInfo;
import com.github.tomakehurst.wiremock.junit5.WireMockTest;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a server sends costs neither the answer nor the application.
 */
@WireMockTest
@Timeout(60)
class HostileServerTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Test
	void aDateBeyondAllCalendarsDoesNotLoseTheAnswer(WireMockRuntimeInfo server) {
		stubFor(post(anyUrl()).willReturn(okJson(Json.of("{'created':1700000000000000000,'choices':"
				+ "[{'message':{'content':'Hi'},'finish_reason':'stop'}]}"))));
		assertThat(model(server).call("Hello").text()).isEqualTo("Hi");
		assertThat(model(server).call("Hello").created()).isNull();
	}

	@Test
	@Timeout(5)
	void aNumberOfAMillionDigitsIsNoNumber() {
		String digits = "9".repeat(900_000);
		ChatChunk chunk = Json.chunk("{'created':'" + digits + "','usage':{'prompt_tokens':'" + digits
				+ "','completion_tokens':'7'},'choices':[]}");
		assertThat(chunk.created()).isZero();
		assertThat(chunk.usage()).isNotNull();
		assertThat(chunk.usage().promptTokens()).isZero();
		assertThat(chunk.usage().completionTokens()).isEqualTo(7);
	}

	@Test
	@Timeout(10)
	void manyToolCallsTakeNoQuadraticTime() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		for (int i = 0; i < 100_000; i++) {
			aggregator.add(Json.chunk("{'choices':[{'delta':{'tool_calls':[{'index':" + i + ",'id':'c" + i
					+ "','function':{'name':'f','arguments':'{}'}}]}}]}"));
		}
		assertThat(aggregator.toResponse().toolCalls()).hasSize(100_000);
		assertThat(aggregator.size()).isGreaterThan(1_000_000);
	}

	@Test
	@Timeout(10)
	void longArgumentsUnderARepeatedNameTakeNoQuadraticTime() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		ChatChunk piece = Json
			.chunk("{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'[[[[[['}}]}}]}");
		for (int i = 0; i < 100_000; i++) {
			aggregator.add(piece);
		}
		assertThat(aggregator.toResponse().toolCalls()).hasSize(1)
			.allSatisfy((call) -> assertThat(call.arguments()).hasSize(600_000));
	}

	@Test
	void manyEmptyChoicesAreNotKept() {
		ChatChunk chunk = Json.chunk("{'choices':[" + "{},".repeat(10_000) + "{}]}");
		assertThat(chunk.choices()).hasSize(1024);
	}

	@Test
	void logProbabilitiesCountAgainstTheLargestResponse() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		aggregator.add(Json.chunk("{'choices':[{'delta':{'content':''},'logprobs':{'content':["
				+ "{'token':'','logprob':-1},".repeat(99) + "{'token':'','logprob':-1}]}}]}"));
		assertThat(aggregator.size()).isGreaterThan(1_000);
	}

	@Test
	void unknownNamesAmongLogProbabilitiesCountToo() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		for (int i = 0; i < 100; i++) {
			aggregator.add(Json.chunk("{'choices':[{'logprobs':{'name" + i + "':'" + "x".repeat(100) + "'}}]}"));
		}
		assertThat(aggregator.size()).isGreaterThan(10_000);
	}

	@Test
	void aCompletionWithMessageAndDeltaIsReadByItsMessage() {
		ChatChunkAggregator completion = new ChatChunkAggregator();
		String both = "{'choices':[{'message':{'content':'all of it'},'delta':{'role':'assistant','content':''}}]}";
		completion.add(new ChunkDecoder(Json.MAPPER).decodeCompletion(Json.bytes(both), ResponseMetadata.none()));
		assertThat(completion.toResponse().text()).isEqualTo("all of it");
		assertThat(Json.chunk(both).text()).isEmpty();
	}

	@Test
	void reasoningThatIsNoTextDoesNotHideTheOneThatIs() {
		ChatChunk chunk = Json.chunk("{'choices':[{'delta':{'reasoning':{'a':1},'reasoning_content':'Hm'}}]}");
		assertThat(chunk.reasoning()).isEqualTo("Hm");
		assertThat(chunk.choices().get(0).delta().additionalFields()).containsKey("reasoning");
	}

	@Test
	void loadingInsideOfSuccessIsLoading(WireMockRuntimeInfo server) {
		stubFor(post(anyUrl())
			.willReturn(okJson(Json.of("{'error':'Model a/b is currently loading','estimated_time':20}"))));
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model(server).call("Hello"))
			.satisfies((ex) -> {
				assertThat(ex.kind()).isEqualTo(ErrorKind.MODEL_LOADING);
				assertThat(ex.estimatedTime()).isEqualTo(Duration.ofSeconds(20));
			});
	}

	@Test
	void brokenCompressionIsABrokenConnection(WireMockRuntimeInfo server) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(Json.utf8(Answers.COMPLETION));
		}
		byte[] broken = bytes.toByteArray();
		for (int i = 12; i < broken.length; i += 3) {
			broken[i] ^= 0x55;
		}
		stubFor(post(anyUrl()).willReturn(WireMock.aResponse()
			.withHeader("Content-Type", "application/json")
			.withHeader("Content-Encoding", "gzip")
			.withBody(broken)));
		WebClient.Builder compressing = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().compress(true)));
		HuggingFaceChatModel model = HuggingFaceChatModel.builder(compressing).baseUrl(server.getHttpBaseUrl()).build();
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Hello"));
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.stream("Hello").blockLast(LIMIT));
	}

	@Test
	void nothingThereShowsTheUrl(WireMockRuntimeInfo server) {
		stubFor(post(anyUrl()).willReturn(WireMock.aResponse().withStatus(404).withBody("{\"detail\":\"Not Found\"}")));
		HuggingFaceChatModel model = HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(server.getHttpBaseUrl() + "/api?key=secret")
			.build();
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Hello"))
			.withMessageContaining(server.getHttpBaseUrl() + "/api/v1/chat/completions")
			.withMessageNotContaining("secret")
			.satisfies((ex) -> assertThat(ex.serverMessage()).isEqualTo("Not Found"));
	}

	@Test
	void aSubscriberThatThrowsIsToldOf() {
		List<ChatStreamResult> ends = new ArrayList<>();
		Flux<ChatChunk> stream = new ChatStreamFlux(ChatRequest.of("Hello"),
				new ChatCallbacks(List.of(), List.of(), List.of(), List.of((request, result) -> ends.add(result)),
						List.of()),
				1000, new ReadTimeoutWarning(),
				(announcement) -> Mono.just(Flux.just(ChatChunk.of("a"), ChatChunk.of("b"))));
		assertThatIllegalStateException().isThrownBy(() -> stream.subscribe(new ThrowingSubscriber()));
		assertThat(ends).singleElement()
			.satisfies((end) -> assertThat(end.outcome()).isEqualTo(ChatStreamResult.Outcome.FAILED));
	}

	private static HuggingFaceChatModel model(WireMockRuntimeInfo server) {
		return HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(server.getHttpBaseUrl())
			.coldStartWait(Duration.ZERO)
			.retry(RetrySettings.defaults().withMaxRetries(0))
			.build();
	}

	private static final class ThrowingSubscriber implements CoreSubscriber<ChatChunk> {

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(ChatChunk chunk) {
			throw new IllegalStateException("a subscriber must not throw");
		}

		@Override
		public void onError(Throwable error) {
		}

		@Override
		public void onComplete() {
		}

	}

}
