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

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the parts that are images, sound, videos and files.
 */
class MediaPartTests {

	private static final byte[] PNG = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, (byte) 0xff };

	private static final byte[] MP4 = { 0, 0, 0, 32, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm' };

	private static final byte[] PDF = { '%', 'P', 'D', 'F', '-', '1' };

	private static final String URL = "https://example.com/media?a=b%20c";

	@TempDir
	private Path directory;

	private final JsonMapper mapper = JsonMapper.builder().build();

	static List<ContentPart> parts() {
		return List.of(ContentPart.text("Hi"), ContentPart.image(URL), ContentPart.image(PNG, "image/png"),
				ContentPart.image(URL).withDetail("high"), ContentPart.audio(URL),
				ContentPart.audio(new byte[] { 1, 2 }, "audio/wav"), ContentPart.video(URL),
				ContentPart.video(MP4, "video/mp4"), ContentPart.file(PDF, "application/pdf", "a.pdf"),
				ContentPart.fileId("file-1"), ContentPart.raw(Map.of("type", "image_url", "image_url", "x")));
	}

	@ParameterizedTest
	@MethodSource("parts")
	void partSurvivesJson(ContentPart part) {
		String json = this.mapper.writeValueAsString(part);
		assertThat(this.mapper.readValue(json, ContentPart.class)).isEqualTo(part);
		assertThat(json).doesNotContain("null");
	}

	@Test
	void requestSurvivesJson() {
		ChatMessage message = ChatMessage.user(parts().toArray(ContentPart[]::new));
		ChatMessage copy = this.mapper.readValue(this.mapper.writeValueAsString(message), ChatMessage.class);
		assertThat(copy).isEqualTo(message).isInstanceOf(UserMessage.class);
	}

	@Test
	void jsonTellsTheKindOfAPart() {
		JsonNode image = this.mapper.valueToTree(ContentPart.image(PNG, "image/png"));
		assertThat(image).hasToString("""
				{"type":"image","data":{"mimeType":"image/png","bytes":"iVBORw0KGgoA/w=="}}""");
		assertThat(this.mapper.valueToTree(ContentPart.fileId("file-1")).toString()).isEqualTo("""
				{"type":"file","fileId":"file-1"}""");
	}

	@Test
	void jsonIsCheckedAsWell() {
		for (String json : List.of("{\"type\":\"image\"}", "{\"type\":\"image\",\"url\":\"cat.png\"}",
				"{\"type\":\"image\",\"data\":{\"mimeType\":\"image/png\"}}",
				"{\"type\":\"image\",\"data\":{\"mimeType\":\"audio/wav\",\"bytes\":\"AAAA\"}}")) {
			assertThatExceptionOfType(ValueInstantiationException.class)
				.isThrownBy(() -> this.mapper.readValue(json, ContentPart.class));
		}
	}

	@Test
	void partsAreMadeOfManyThings() throws IOException {
		Path png = Files.write(this.directory.resolve("cat.png"), PNG);
		ImagePart image = ContentPart.image(PNG, "image/png");
		assertThat(image.data()).isEqualTo(MediaData.of(PNG));
		assertThat(image.url()).isNull();
		assertThat(List.of(ContentPart.image(png), ContentPart.image(new FileSystemResource(png)),
				ContentPart.image(new ByteArrayResource(PNG)), ContentPart.image(MediaData.of(PNG)),
				ContentPart.image("data:image/png;base64,iVBORw0KGgoA/w=="),
				ContentPart.image(URI.create("DATA:image/PNG;x=y;base64,iVBORw0KGgoA/w=="))))
			.containsOnly(image);
		assertThat(ContentPart.image(URI.create(URL))).isEqualTo(ContentPart.image(URL));
		assertThat(ContentPart.image(URL).url()).isEqualTo(URL);
		assertThat(ContentPart.image(URL).data()).isNull();
		Path mp4 = Files.write(this.directory.resolve("film.mp4"), MP4);
		VideoPart video = ContentPart.video(MP4, "video/mp4");
		assertThat(List.of(ContentPart.video(mp4), ContentPart.video(new FileSystemResource(mp4)))).containsOnly(video);
		assertThat(ContentPart.video(URI.create(URL)).url()).isEqualTo(URL);
		assertThat(ContentPart.audio(URI.create(URL)).url()).isEqualTo(URL);
		Path pdf = Files.write(this.directory.resolve("report.pdf"), PDF);
		FilePart file = ContentPart.file(PDF, "application/pdf", "report.pdf");
		assertThat(List.of(ContentPart.file(pdf), ContentPart.file(new FileSystemResource(pdf)))).containsOnly(file);
		assertThat(ContentPart.file(new ByteArrayResource(PDF)).filename()).isNull();
	}

	@Test
	void partsKnowTheirKind() {
		assertThat(ContentPart.image(URL).kind()).isEqualTo(MediaKind.IMAGE);
		assertThat(ContentPart.audio(URL).kind()).isEqualTo(MediaKind.AUDIO);
		assertThat(ContentPart.video(URL).kind()).isEqualTo(MediaKind.VIDEO);
		assertThat(ContentPart.fileId("file-1").kind()).isEqualTo(MediaKind.FILE);
	}

	@Test
	void detailIsOptional() {
		ImagePart image = ContentPart.image(PNG, "image/png");
		assertThat(image.detail()).isNull();
		assertThat(image.withDetail("low").detail()).isEqualTo("low");
		assertThat(image.withDetail("low").data()).isSameAs(image.data());
		assertThat(image.withDetail("low").withDetail(null)).isEqualTo(image);
		assertThatIllegalArgumentException().isThrownBy(() -> image.withDetail(" ")).withMessageContaining("'detail'");
	}

	@Test
	void soundHasAFormat() {
		assertThat(ContentPart.audio(new byte[] { 1 }, "audio/x-wav").format()).isEqualTo("wav");
		assertThat(ContentPart.audio(new byte[] { 1 }, "audio/mpeg").format()).isEqualTo("mp3");
		assertThat(ContentPart.audio(URL).format()).isNull();
	}

	@Test
	void partSaysWhatAContainerHolds() throws IOException {
		Path file = Files.write(this.directory.resolve("speech.mp4"), MP4);
		assertThat(ContentPart.audio(file).data().mimeType()).isEqualTo("audio/mp4");
		assertThat(ContentPart.video(new byte[] { 'O', 'g', 'g', 'S' }, "audio/ogg").data().mimeType())
			.isEqualTo("video/ogg");
	}

	@Test
	void dataOfAnotherKindAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image(PDF, "application/pdf"))
			.withMessageContaining("'application/pdf'")
			.withMessageContaining("'image/'");
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image(MP4, "video/mp4"));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.audio(PNG, "image/png"));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.video(PDF, "application/pdf"));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image("data:text/plain;base64,AAAA"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "cat.png", "/tmp/cat.png", "C:\\cat.png", "C:/cat.png", "https://host/a b",
			"file:/tmp/cat.png", "FILE:///tmp/cat.png", "classpath:cat.png" })
	void urlThatNoServerCanReadIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image(url)).withMessageContaining("Resource");
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.audio(url));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.video(url));
	}

	@Test
	void megabytesThatAreNoUrlAreNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image("iVBORw0".repeat(100_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:", "data:,", "data:image/png", "data:image/png,abc", "data:image/png;base64",
			"data:image/png;base64,", "data:image/png;base64,%%%", "data:;base64,AAAA", "data:png;base64,AAAA" })
	void dataUrlThatIsNoneIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.image(url)).withMessageContaining("data URL");
	}

	@Test
	void thereIsOneSourceAndNotTwo() {
		MediaData png = MediaData.of(PNG);
		assertThatIllegalArgumentException().isThrownBy(() -> new ImagePart(null, null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new ImagePart(URL, png, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new AudioPart(null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new VideoPart(null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new FilePart(null, null, "a.pdf"));
		assertThatIllegalArgumentException().isThrownBy(() -> new FilePart("file-1", png, "a.pdf"));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.fileId(" "));
	}

	@Test
	void textComesBeforePartsThatFollowIt() {
		ImagePart image = ContentPart.image(URL);
		UserMessage message = ChatMessage.user("What is this?", image, ContentPart.text("And this?"), image);
		assertThat(message.content()).containsExactly(ContentPart.text("What is this?"), image,
				ContentPart.text("And this?"), image);
		assertThat(message.text()).isEqualTo("What is this?And this?");
		assertThat(ChatRequest.builder().user("What is this?", image).build().messages())
			.containsExactly(ChatMessage.user(ContentPart.text("What is this?"), image));
	}

}
