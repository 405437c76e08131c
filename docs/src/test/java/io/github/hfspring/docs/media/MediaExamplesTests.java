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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceChatModelBuilder;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MediaExamples}.
 */
class MediaExamplesTests {

	private static final byte[] PNG = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, (byte) 0xff };

	private static final String PNG_URL = "data:image/png;base64,iVBORw0KGgoA/w==";

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	@TempDir
	private Path directory;

	private Path picture;

	private MediaExamples examples;

	@BeforeEach
	void createModel() throws IOException {
		this.picture = Files.write(this.directory.resolve("cat.png"), PNG);
		this.examples = new MediaExamples(model().build());
		this.server.answer("A cat");
	}

	private HuggingFaceChatModelBuilder model() {
		return HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(this.server.baseUrl());
	}

	private List<?> sent() {
		List<?> messages = (List<?>) this.server.request().json().get("messages");
		return (List<?>) ((Map<?, ?>) messages.get(0)).get("content");
	}

	private List<?> sent(ContentPart part) {
		model().build().call((request) -> request.user(part));
		return sent();
	}

	private static Map<String, Object> text(String text) {
		return Map.of("type", "text", "text", text);
	}

	private static Map<String, Object> image(String url) {
		return Map.of("type", "image_url", "image_url", Map.of("url", url));
	}

	@Test
	void image() {
		assertThat(this.examples.describe(this.picture)).isEqualTo("A cat");
		assertThat(sent()).isEqualTo(List.of(text("What is in this picture?"), image(PNG_URL)));
	}

	@Test
	void images() {
		List<?> images = this.examples.images(this.picture, new FileSystemResource(this.picture), PNG)
			.stream()
			.map((image) -> sent(image).get(0))
			.toList();
		assertThat(images).isEqualTo(List.of(image("https://example.com/cat.png"), image("https://example.com/cat.png"),
				image(PNG_URL), image(PNG_URL), image(PNG_URL),
				Map.of("type", "image_url", "image_url", Map.of("url", PNG_URL, "detail", "high"))));
	}

	@Test
	void order() {
		this.examples.order(this.picture, this.picture);
		assertThat(sent()).isEqualTo(List.of(text("This was yesterday:"), image(PNG_URL), text("and this is today:"),
				image(PNG_URL), text("What has changed?")));
	}

	@Test
	void typeIsFoundOrGiven() throws IOException {
		Path misleading = Files.copy(this.picture, this.directory.resolve("cat.jpg"));
		assertThat(sent(ContentPart.image(misleading))).isEqualTo(List.of(image(PNG_URL)));
		Path unknown = Files.writeString(this.directory.resolve("cat.ppm"), "P6");
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image(unknown))
			.withMessageContaining("cat.ppm");
		assertThat(sent(this.examples.givenType(unknown)))
			.isEqualTo(List.of(image("data:image/x-portable-pixmap;base64,UDY=")));
	}

	@Test
	void others() throws IOException {
		byte[] wav = "RIFF....WAVE".getBytes(StandardCharsets.US_ASCII);
		byte[] mp4 = "....ftypisom".getBytes(StandardCharsets.US_ASCII);
		byte[] pdf = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);
		List<?> parts = this.examples
			.others(Files.write(this.directory.resolve("speech.wav"), wav),
					Files.write(this.directory.resolve("film.mp4"), mp4),
					Files.write(this.directory.resolve("report.pdf"), pdf))
			.stream()
			.map((part) -> sent(part).get(0))
			.toList();
		assertThat(parts).isEqualTo(List.of(
				Map.of("type", "input_audio", "input_audio", Map.of("data", base64(wav), "format", "wav")),
				Map.of("type", "video_url", "video_url", Map.of("url", "data:video/mp4;base64," + base64(mp4))),
				Map.of("type", "file", "file",
						Map.of("filename", "report.pdf", "file_data", "data:application/pdf;base64," + base64(pdf))),
				Map.of("type", "file", "file", Map.of("file_id", "file-abc123"))));
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	@Test
	void reactive() {
		StepVerifier.create(this.examples.describeLater(this.picture))
			.expectNext("A cat")
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void size() {
		assertThat(this.examples.describeIfSmall(this.picture)).isEqualTo("A cat");
		MediaExamples limited = new MediaExamples(model().maxMediaSize(DataSize.ofBytes(9)).build());
		assertThat(limited.describeIfSmall(this.picture)).isEqualTo("Send a smaller picture, please.");
		assertThat(this.server.requests()).hasSize(1);
	}

	/**
	 * The page recommends this for TGI, whose bodies may have 2,000,000 bytes.
	 */
	@Test
	void recommendedSizeFitsIntoTheBodyOfTgi() {
		Contexts.of(this.server).withPropertyValues("huggingface.media.max-size=1400KB").run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			byte[] most = new byte[1400 * 1024];
			model.call((request) -> request.user("What?", ContentPart.image(most, "image/png")));
			assertThat(this.server.request().body().length()).isBetween(1_900_000, 1_950_000);
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model
					.call((request) -> request.user(ContentPart.image(new byte[1400 * 1024 + 1], "image/png"))))
				.withMessageContaining("huggingface.media.max-size");
		});
	}

	@Test
	void raw() {
		assertThat(sent(this.examples.raw())).isEqualTo(List.of(Map.of("type", "image_url", "image_url",
				Map.of("url", "file:///srv/pictures/cat.png"), "uuid", "cat-1")));
	}

	@Test
	void stored() {
		List<ChatMessage> conversation = List.of(ChatMessage.user("What?", ContentPart.image(PNG, "image/png")),
				ChatMessage.assistant("A cat"));
		assertThat(this.examples.stored(JsonMapper.builder().build(), conversation)).isEqualTo(conversation);
	}

}
