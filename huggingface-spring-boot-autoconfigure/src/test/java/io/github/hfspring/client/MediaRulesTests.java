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

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.MediaKind;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MediaRules}.
 */
class MediaRulesTests {

	private static final Set<MediaKind> ALL = Set.of(MediaKind.values());

	private final ChatRequest request = ChatRequest.builder()
		.system("Look")
		.user("One", ContentPart.image(new byte[300], "image/png"), ContentPart.image("https://host/a.png"))
		.message(AssistantMessage.builder()
			.content(List.of(ContentPart.text("A cat"), ContentPart.image(new byte[50], "image/png")))
			.build())
		.tool("call-1", "sunny")
		.user(ContentPart.audio(new byte[7], "audio/wav"), ContentPart.raw(Map.of("type", "video")))
		.build();

	@Test
	void countsTheDataOfAllMessages() {
		assertThat(MediaRules.none().check(this.request)).isEqualTo(357);
		assertThat(MediaRules.none().check(ChatRequest.of("Hi"))).isZero();
	}

	@Test
	void refusesMoreThanAllowed() {
		assertThat(new MediaRules(DataSize.ofBytes(357), ALL).check(this.request)).isEqualTo(357);
		refused(new MediaRules(DataSize.ofBytes(356), ALL)).withMessageContaining("357 bytes")
			.withMessageContaining("'huggingface.media.max-size' allows 356")
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.PAYLOAD_TOO_LARGE))
			.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse());
	}

	@Test
	void refusesKindsThatAreNotTaken() {
		refused(new MediaRules(null, Set.of(MediaKind.VIDEO, MediaKind.IMAGE))).withMessageContaining("'audio'")
			.withMessageContaining("'huggingface.media.kinds' is image, video")
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
		refused(new MediaRules(null, Set.of())).withMessageContaining("'image'").withMessageContaining("is empty");
		assertThat(new MediaRules(null, Set.of(MediaKind.AUDIO, MediaKind.IMAGE)).check(this.request)).isEqualTo(357);
		assertThat(new MediaRules(null, Set.of()).check(ChatRequest.of("Hi"))).isZero();
	}

	@Test
	void sizeThatMakesNoSenseIsRefused() {
		for (DataSize size : List.of(DataSize.ofBytes(0), DataSize.ofBytes(-1), DataSize.ofGigabytes(2))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new MediaRules(size, ALL))
				.withMessageContaining("'maxMediaSize'");
		}
	}

	@Test
	void dataThatNoArrayCanHoldAreRefused() {
		ContentPart part = ContentPart.video(new byte[16 * 1024 * 1024], "video/mp4");
		ChatRequest.Builder builder = ChatRequest.builder();
		for (int i = 0; i < 65; i++) {
			builder.user(part);
		}
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> MediaRules.none().check(builder.build()))
			.withMessageContaining("a request can have 1073741824");
	}

	private ThrowableAssertAlternative<HuggingFaceException> refused(MediaRules rules) {
		return assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> rules.check(this.request));
	}

}
