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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.MediaKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for images, sound, videos and files on their way to the wire.
 */
class HuggingFaceChatModelMediaTests {

	private final RawHttpServer server = new RawHttpServer(Answers::hello);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void sendsEveryKindOfPartInItsPlace() {
		byte[] bytes = { (byte) 0xff, (byte) 0xfe, 0, (byte) 0x80, 'a' };
		Connector.REACTOR.model(this.server.url())
			.build()
			.call((request) -> request.user(ContentPart.text("What is"), ContentPart.image(bytes, "image/png"),
					ContentPart.text("this?"), ContentPart.image("https://example.com/cat.png").withDetail("high"),
					ContentPart.audio(bytes, "audio/mpeg"), ContentPart.audio("https://example.com/cat.wav"),
					ContentPart.video("https://example.com/cat.mp4"), ContentPart.video(bytes, "video/webm"),
					ContentPart.file(bytes, "application/pdf", "cat.pdf"), ContentPart.fileId("file-1"),
					ContentPart.text("Tell.")));
		assertThat(JsonMapper.shared().readTree(this.server.request().text())).isEqualTo(json("""
				{'model':'test/model','messages':[{'role':'user','content':[
				{'type':'text','text':'What is'},
				{'type':'image_url','image_url':{'url':'data:image/png;base64,//4AgGE='}},
				{'type':'text','text':'this?'},
				{'type':'image_url','image_url':{'url':'https://example.com/cat.png','detail':'high'}},
				{'type':'input_audio','input_audio':{'data':'//4AgGE=','format':'mp3'}},
				{'type':'audio_url','audio_url':{'url':'https://example.com/cat.wav'}},
				{'type':'video_url','video_url':{'url':'https://example.com/cat.mp4'}},
				{'type':'video_url','video_url':{'url':'data:video/webm;base64,//4AgGE='}},
				{'type':'file','file':{'filename':'cat.pdf','file_data':'data:application/pdf;base64,//4AgGE='}},
				{'type':'file','file':{'file_id':'file-1'}},
				{'type':'text','text':'Tell.'}]}]}"""));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(Json.of(text));
	}

	@ParameterizedTest
	@EnumSource
	void megabytesArriveAsTheyAre(Connector connector, @TempDir Path directory) throws IOException {
		byte[] bytes = new byte[5_000_001];
		new Random(5).nextBytes(bytes);
		Path file = Files.write(directory.resolve("noise.wav"), bytes);
		StepVerifier
			.create(connector.model(this.server.url())
				.build()
				.stream((request) -> request.user("Listen", ContentPart.audio(file))))
			.expectNextCount(2)
			.expectComplete()
			.verify(RawHttpServer.LIMIT);
		JsonNode audio = JsonMapper.shared()
			.readTree(this.server.request().body())
			.at("/messages/0/content/1/input_audio");
		assertThat(Base64.getDecoder().decode(audio.get("data").stringValue())).isEqualTo(bytes);
		assertThat(audio.get("format").stringValue()).isEqualTo("wav");
	}

	@Test
	void tooManyBytesAreNotSent() {
		HuggingFaceChatModel model = Connector.REACTOR.model(this.server.url())
			.maxMediaSize(DataSize.ofKilobytes(1))
			.build();
		ChatRequest request = ChatRequest.builder()
			.user("Look", ContentPart.image(new byte[1000], "image/png"), ContentPart.image(new byte[25], "image/png"))
			.build();
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call(request))
			.withMessageContaining("1025 bytes")
			.withMessageContaining("'huggingface.media.max-size' allows 1024")
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.PAYLOAD_TOO_LARGE))
			.satisfies((ex) -> assertThat(ex.status()).isZero());
		StepVerifier.create(model.stream(request))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(HuggingFaceException.class))
			.verify(RawHttpServer.LIMIT);
		assertThat(this.server.requests()).isEmpty();
		assertThat(model.call("Hi").text()).isEqualTo("Hello");
	}

	@Test
	void kindsThatTheEndpointDoesNotTakeAreNotSent() {
		HuggingFaceChatModel model = Connector.REACTOR.model(this.server.url())
			.mediaKinds(List.of(MediaKind.IMAGE))
			.build();
		assertThatExceptionOfType(HuggingFaceException.class)
			.isThrownBy(() -> model.call((request) -> request.user("Listen", ContentPart.audio("https://host/a.wav"))))
			.withMessageContaining("'audio'")
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
		assertThat(this.server.requests()).isEmpty();
		assertThat(model.call((request) -> request.user("Look", ContentPart.image("https://host/a.png"))).text())
			.isEqualTo("Hello");
	}

	@Test
	void rulesCanBeSetInAnyOrder() {
		HuggingFaceChatModel model = Connector.REACTOR.model(this.server.url())
			.maxMediaSize(DataSize.ofBytes(2))
			.mediaKinds(List.of(MediaKind.IMAGE))
			.maxMediaSize(DataSize.ofBytes(3))
			.build();
		assertThat(model.call((request) -> request.user(ContentPart.image(new byte[3], "image/png"))).text())
			.isEqualTo("Hello");
		assertThatExceptionOfType(HuggingFaceException.class)
			.isThrownBy(() -> model.call((request) -> request.user(ContentPart.image(new byte[4], "image/png"))));
		assertThatExceptionOfType(HuggingFaceException.class)
			.isThrownBy(() -> model.call((request) -> request.user(ContentPart.video("https://host/a.mp4"))));
	}

}
