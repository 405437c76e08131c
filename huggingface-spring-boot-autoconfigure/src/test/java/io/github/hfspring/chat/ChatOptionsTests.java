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

package io.github.hfspring.chat;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChatOptions}.
 */
class ChatOptionsTests {

	private static final ToolDefinition TOOL = ToolDefinition.of("weather", "Tells the weather", Map.of());

	private static final ToolDefinition OTHER_TOOL = ToolDefinition.of("time", "Tells the time", Map.of());

	/** Every option but the extra ones and those whose defaults are not simply taken. */
	private static final ChatOptions SET = ChatOptions.builder()
		.model("a/b")
		.provider("groq")
		.temperature(0.1)
		.topP(0.2)
		.maxTokens(3)
		.stop("x")
		.seed(4)
		.frequencyPenalty(0.5)
		.presencePenalty(0.6)
		.logprobs(true)
		.topLogprobs(7)
		.n(8)
		.endUser("me")
		.reasoningEffort("low")
		.reasoningReplay(ReasoningReplay.ALWAYS)
		.tools(TOOL)
		.toolChoice(ToolChoice.AUTO)
		.parallelToolCalls(true)
		.responseFormat(ResponseFormat.JSON_OBJECT)
		.includeUsage(true)
		.timeouts(new ChatTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)))
		.extraField("x", 1)
		.extraHeader("X-A", "1")
		.build();

	private static final ChatOptions OTHER = ChatOptions.builder()
		.model("c/d")
		.provider("cerebras")
		.temperature(1.1)
		.topP(0.9)
		.maxTokens(30)
		.stop("y", "z")
		.seed(40)
		.frequencyPenalty(-0.5)
		.presencePenalty(-0.6)
		.logprobs(false)
		.topLogprobs(0)
		.n(1)
		.endUser("you")
		.reasoningEffort("high")
		.reasoningReplay(ReasoningReplay.NEVER)
		.tools(OTHER_TOOL)
		.toolChoice(ToolChoice.NONE)
		.parallelToolCalls(false)
		.responseFormat(ResponseFormat.TEXT)
		.includeUsage(false)
		.timeouts(new ChatTimeouts(Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6)))
		.extraField("x", 2)
		.extraHeader("X-A", "2")
		.build();

	@ParameterizedTest
	@MethodSource("components")
	void whatIsSetWinsOverTheDefault(RecordComponent component) throws Exception {
		Object value = component.getAccessor().invoke(OTHER.withDefaults(SET));
		assertThat(value).isEqualTo(component.getAccessor().invoke(OTHER));
	}

	@ParameterizedTest
	@MethodSource("components")
	void whatIsNotSetIsTakenFromTheDefaults(RecordComponent component) throws Exception {
		ChatOptions empty = ChatOptions.builder().build();
		Object value = component.getAccessor().invoke(empty.withDefaults(SET));
		assertThat(value).isEqualTo(component.getAccessor().invoke(SET));
		assertThat(component.getAccessor().invoke(SET.withDefaults(empty))).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("components")
	void everyOptionIsCopied(RecordComponent component) throws Exception {
		Object value = component.getAccessor().invoke(SET.mutate().build());
		assertThat(value).isEqualTo(component.getAccessor().invoke(SET));
		assertThat(value).isNotEqualTo(component.getAccessor().invoke(OTHER))
			.isNotEqualTo(component.getAccessor().invoke(ChatOptions.none()));
	}

	static Stream<RecordComponent> components() {
		return Arrays.stream(ChatOptions.class.getRecordComponents())
			.filter((component) -> !component.getName().equals("toolsDisabled"));
	}

	@Test
	void thereIsNothingToMergeWithNone() {
		assertThat(SET.withDefaults(ChatOptions.none())).isSameAs(SET);
		assertThat(ChatOptions.none().withDefaults(SET)).isSameAs(SET);
		assertThat(ChatOptions.none()).isEqualTo(ChatOptions.builder().build());
	}

	@Test
	void defaultProviderIsForModelsThatNameNone() {
		ChatOptions other = ChatOptions.builder().model("c/d").build().withDefaults(SET);
		assertThat(other.model()).isEqualTo("c/d");
		assertThat(other.provider()).isEqualTo(SET.provider());
		ChatOptions pinned = ChatOptions.builder().model("c/d:together").build().withDefaults(SET);
		assertThat(pinned.provider()).isNull();
	}

	@Test
	void providerAloneGoesWithTheDefaultModel() {
		ChatOptions options = ChatOptions.builder().provider("novita").build().withDefaults(SET);
		assertThat(options.model()).isEqualTo("a/b");
		assertThat(options.provider()).isEqualTo("novita");
	}

	@Test
	void toolsStayDisabled() {
		ChatOptions disabled = ChatOptions.builder().toolsDisabled(true).build();
		assertThat(disabled.withDefaults(SET).toolsDisabled()).isTrue();
		assertThat(SET.withDefaults(disabled).toolsDisabled()).isTrue();
		assertThat(disabled.mutate().build().toolsDisabled()).isTrue();
		assertThat(SET.withDefaults(OTHER).toolsDisabled()).isFalse();
	}

	@Test
	void extraFieldsAreMergedNameByName() {
		ChatOptions options = ChatOptions.builder().extraField("b", 2).extraField("c", null).build();
		ChatOptions defaults = ChatOptions.builder().extraFields(Map.of("b", 1, "c", 1, "d", 1)).build();
		ChatOptions both = options.withDefaults(defaults);
		assertThat(both.extraFields()).containsOnlyKeys("b", "c", "d")
			.containsEntry("b", 2)
			.containsEntry("c", null)
			.containsEntry("d", 1);
	}

	@Test
	void extraHeadersAreMergedWhateverTheirCase() {
		ChatOptions options = ChatOptions.builder().extraHeader("x-one", "new").extraHeader("X-Three", "3").build();
		ChatOptions defaults = ChatOptions.builder().extraHeader("X-One", "old").extraHeader("X-Two", "2").build();
		Map<String, String> headers = options.withDefaults(defaults).extraHeaders();
		assertThat(headers).hasSize(3);
		assertThat(headers.get("X-ONE")).isEqualTo("new");
		assertThat(headers.get("x-two")).isEqualTo("2");
		assertThat(headers.get("x-three")).isEqualTo("3");
	}

	@Test
	void extrasOfSeveralCallsAreMerged() {
		ChatOptions options = ChatOptions.builder()
			.extraHeaders(Map.of("A", "1"))
			.extraHeader("a", "2")
			.extraHeader("B", "3")
			.extraFields(Map.of("a", 1))
			.extraField("a", 2)
			.extraField("A", 3)
			.build();
		assertThat(options.extraHeaders()).hasSize(2).containsEntry("B", "3");
		assertThat(options.extraHeaders().get("A")).isEqualTo("2");
		assertThat(options.extraFields()).containsExactly(Map.entry("a", 2), Map.entry("A", 3));
	}

	@Test
	void mergingLeavesBothSidesAlone() {
		Map<String, Object> before = new LinkedHashMap<>(SET.extraFields());
		ChatOptions.builder().extraField("y", 2).extraHeader("y", "2").build().withDefaults(SET);
		SET.mutate().extraField("y", 2).extraHeader("y", "2").stop("y").build();
		assertThat(SET.extraFields()).isEqualTo(before);
		assertThat(SET.extraHeaders()).hasSize(1);
		assertThat(SET.stop()).containsExactly("x");
	}

	@Test
	void laterChangesOfTheGivenCollectionsHaveNoEffect() {
		Map<String, Object> fields = new HashMap<>(Map.of("a", 1));
		Map<String, String> headers = new HashMap<>(Map.of("a", "1"));
		ChatOptions options = ChatOptions.builder().extraFields(fields).extraHeaders(headers).build();
		fields.put("b", 2);
		headers.put("b", "2");
		assertThat(options.extraFields()).hasSize(1);
		assertThat(options.extraHeaders()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("outOfRange")
	void valueOutOfItsRangeIsRefused(String name, String range, Consumer<ChatOptions.Builder> setter) {
		ChatOptions.Builder builder = ChatOptions.builder();
		setter.accept(builder);
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessageContaining("'" + name + "' must be " + range)
			.withMessageContaining("but is");
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(outOfRange("temperature", "at least 0", (builder) -> builder.temperature(-0.1)),
				outOfRange("temperature", "at least 0", (builder) -> builder.temperature(Double.NaN)),
				outOfRange("temperature", "at least 0", (builder) -> builder.temperature(Double.POSITIVE_INFINITY)),
				outOfRange("topP", "above 0 and at most 1", (builder) -> builder.topP(0.0)),
				outOfRange("topP", "above 0 and at most 1", (builder) -> builder.topP(1.01)),
				outOfRange("maxTokens", "at least 1", (builder) -> builder.maxTokens(0)),
				outOfRange("frequencyPenalty", "at least -2 and at most 2", (builder) -> builder.frequencyPenalty(2.1)),
				outOfRange("frequencyPenalty", "at least -2 and at most 2",
						(builder) -> builder.frequencyPenalty(-2.1)),
				outOfRange("presencePenalty", "at least -2 and at most 2", (builder) -> builder.presencePenalty(2.1)),
				outOfRange("presencePenalty", "at least -2 and at most 2", (builder) -> builder.presencePenalty(-2.1)),
				outOfRange("topLogprobs", "at least 0 and at most 20", (builder) -> builder.topLogprobs(21)),
				outOfRange("topLogprobs", "at least 0 and at most 20", (builder) -> builder.topLogprobs(-1)),
				outOfRange("n", "at least 1", (builder) -> builder.n(0)));
	}

	private static Arguments outOfRange(String name, String range, Consumer<ChatOptions.Builder> setter) {
		return Arguments.of(name, range, setter);
	}

	@Test
	void valuesAtTheEndsOfTheirRangesAreTaken() {
		assertThatCode(() -> ChatOptions.builder()
			.temperature(0.0)
			.topP(1.0)
			.maxTokens(1)
			.frequencyPenalty(-2.0)
			.presencePenalty(2.0)
			.topLogprobs(20)
			.n(1)
			.build()).doesNotThrowAnyException();
		assertThatCode(() -> ChatOptions.builder().temperature(2.5).topP(0.0001).maxTokens(1_000_000).build())
			.doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void modelWithoutNameIsRefused(String model) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatOptions.builder().model(model).build())
			.withMessageContaining("model name cannot be empty");
	}

	@Test
	void seedMayHaveAllBitsOfAnUnsignedLong() {
		BigInteger seed = new BigInteger("18446744073709551615");
		assertThat(ChatOptions.builder().seed(seed).build().seed()).isEqualTo(seed);
		assertThat(ChatOptions.builder().seed(-1).build().seed()).isEqualTo("-1");
	}

	@Test
	void topLogprobsAskForLogprobsUnlessTheseWereSet() {
		assertThat(ChatOptions.builder().topLogprobs(1).build().logprobs()).isTrue();
		assertThat(ChatOptions.builder().topLogprobs(1).logprobs(false).build().logprobs()).isFalse();
		assertThat(ChatOptions.builder().build().logprobs()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Evil: b", "a\nb", "a\rb", "a\0b", "a\u007fb", "a\u0001" })
	void headerValueWithControlCharacterIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatOptions.builder().extraHeader("X-A", value).build())
			.withMessageContaining("X-A")
			.withMessageNotContaining("Evil");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "X A", "X-A:", "X-A\r\nX-B", "X\u00e4" })
	void headerNameThatIsNoneIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatOptions.builder().extraHeader(name, "a").build())
			.withMessageNotContaining("\n")
			.withMessageContaining("is not a valid name of a header");
	}

	@Test
	void headerValuesMayBeEmptyAndHoldTabs() {
		ChatOptions options = ChatOptions.builder().extraHeader("X-A", "").extraHeader("X-B", "a\tb").build();
		assertThat(options.extraHeaders()).containsEntry("X-A", "").containsEntry("X-B", "a\tb");
	}

	@Test
	void textShowsNoValueThatMayBeSecret() {
		String text = ChatOptions.builder()
			.model("a/b")
			.extraHeader("Authorization", "Bearer secret1")
			.extraField("api_key", "secret2")
			.build()
			.toString();
		assertThat(text).contains("a/b", "Authorization", "api_key").doesNotContain("secret");
		ChatRequest request = ChatRequest.builder().user("Hi").extraHeader("X-Key", "secret").build();
		assertThat(request).asString().contains("X-Key").doesNotContain("secret");
	}

	@Test
	void extraFieldCannotDecideWhetherToStream() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatOptions.builder().extraField("stream", true).build())
			.withMessageContaining("'stream'");
		assertThatIllegalArgumentException().isThrownBy(() -> ChatRequest.builder().extraField("stream", null).build())
			.withMessageContaining("'stream'");
	}

	@Test
	void collectionsCannotBeChanged() {
		assertThat(SET.stop()).isUnmodifiable();
		assertThat(SET.tools()).isUnmodifiable();
		assertThat(SET.extraFields()).isUnmodifiable();
		assertThat(SET.extraHeaders()).isUnmodifiable();
		assertThat(List.of(ChatOptions.none().extraFields(), ChatOptions.none().extraHeaders()))
			.allSatisfy((map) -> assertThat(map).isUnmodifiable());
	}

}
