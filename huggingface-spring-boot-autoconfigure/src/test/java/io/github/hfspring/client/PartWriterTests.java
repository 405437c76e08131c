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

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.MediaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartWriter}.
 */
class PartWriterTests {

	private static final byte[] BYTES = { (byte) 0xff, (byte) 0xfe, 0, (byte) 0x80, 'a' };

	private static final String BASE64 = "//4AgGE=";

	private final ChatRequestEncoder encoder = new ChatRequestEncoder(Json.MAPPER, MediaRules.none());

	@Test
	void imageByUrl() {
		assertThat(part(ContentPart.image("https://host/a.png?x=\"y\"")))
			.isEqualTo(Json.of("{'type':'image_url','image_url':{'url':'https://host/a.png?x=\\'y\\''}}"));
		assertThat(part(ContentPart.image("https://host/a.png").withDetail("high")))
			.isEqualTo(Json.of("{'type':'image_url','image_url':{'url':'https://host/a.png','detail':'high'}}"));
	}

	@Test
	void imageByData() {
		assertThat(part(ContentPart.image(BYTES, "image/jpg")))
			.isEqualTo(Json.of("{'type':'image_url','image_url':{'url':'data:image/jpeg;base64," + BASE64 + "'}}"));
		assertThat(part(ContentPart.image(BYTES, "image/png; x=\"'\"").withDetail("low"))).isEqualTo(Json
			.of("{'type':'image_url','image_url':{'url':'data:image/png;base64," + BASE64 + "','detail':'low'}}"));
	}

	@Test
	void sound() {
		assertThat(part(ContentPart.audio(BYTES, "audio/x-wav")))
			.isEqualTo(Json.of("{'type':'input_audio','input_audio':{'data':'" + BASE64 + "','format':'wav'}}"));
		assertThat(part(ContentPart.audio(BYTES, "audio/mpeg")))
			.isEqualTo(Json.of("{'type':'input_audio','input_audio':{'data':'" + BASE64 + "','format':'mp3'}}"));
		assertThat(part(ContentPart.audio("https://host/a.wav")))
			.isEqualTo(Json.of("{'type':'audio_url','audio_url':{'url':'https://host/a.wav'}}"));
	}

	@Test
	void video() {
		assertThat(part(ContentPart.video("https://host/a.mp4")))
			.isEqualTo(Json.of("{'type':'video_url','video_url':{'url':'https://host/a.mp4'}}"));
		assertThat(part(ContentPart.video(BYTES, "video/mp4")))
			.isEqualTo(Json.of("{'type':'video_url','video_url':{'url':'data:video/mp4;base64," + BASE64 + "'}}"));
	}

	@Test
	void file() {
		assertThat(part(ContentPart.file(BYTES, "application/pdf", "\"a\".pdf"))).isEqualTo(
				Json.of("{'type':'file','file':{'filename':'\\'a\\'.pdf','file_data':'data:application/pdf;base64,"
						+ BASE64 + "'}}"));
		assertThat(part(ContentPart.fileId("file-1")))
			.isEqualTo(Json.of("{'type':'file','file':{'file_id':'file-1'}}"));
	}

	@Test
	void partsKeepTheirOrder() {
		Map<String, Object> raw = new LinkedHashMap<>();
		raw.put("type", "own");
		raw.put("own", 1);
		ChatRequest request = ChatRequest.builder()
			.user(ContentPart.text("a"), ContentPart.image(BYTES, "image/png"), ContentPart.text("b"),
					ContentPart.raw(raw), ContentPart.image("https://host/a.png"), ContentPart.text("c"))
			.user("d", ContentPart.fileId("file-1"))
			.build();
		assertThat(encode(request)).isEqualTo(Json.of("{'messages':[{'role':'user','content':["
				+ "{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'data:image/png;base64," + BASE64
				+ "'}},{'type':'text','text':'b'},{'type':'own','own':1},"
				+ "{'type':'image_url','image_url':{'url':'https://host/a.png'}},{'type':'text','text':'c'}]},"
				+ "{'role':'user','content':[{'type':'text','text':'d'},{'type':'file','file':{'file_id':'file-1'}}]}]}"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 256, 7_999, 8_000, 24_576, 24_577, 1_000_001 })
	void base64IsExactAtEverySize(int size) {
		byte[] bytes = random(size);
		ChatRequest request = ChatRequest.builder()
			.user("\u00e4".repeat(5000), ContentPart.image(bytes, "image/png"), ContentPart.audio(bytes, "audio/wav"))
			.user("The end")
			.build();
		JsonNode messages = JsonMapper.shared().readTree(encode(request)).get("messages");
		String url = messages.at("/0/content/1/image_url/url").stringValue();
		assertThat(url).startsWith("data:image/png;base64,");
		assertThat(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1))).isEqualTo(bytes);
		assertThat(messages.at("/0/content/2/input_audio/data").stringValue())
			.isEqualTo(Base64.getEncoder().encodeToString(bytes));
		assertThat(messages.at("/1/content").stringValue()).isEqualTo("The end");
	}

	/**
	 * There are the bytes to write to, half as large again as the data, and what is cut
	 * out of them for the wire, larger by a third.
	 */
	@Test
	void base64OfMegabytesIsMadeOnce() {
		int size = 8 * 1024 * 1024;
		ChatRequest request = ChatRequest.builder()
			.user(ContentPart.image(MediaData.of(random(size), "image/png")))
			.build();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long id = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(id);
		byte[] body = this.encoder.encode(request, null, false, ResponseFormatDialect.AUTO);
		long allocated = threads.getThreadAllocatedBytes(id) - before;
		assertThat(body).hasSizeGreaterThan(size / 3 * 4);
		assertThat(allocated).isLessThan(3L * size);
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

	private String part(ContentPart part) {
		String body = encode(ChatRequest.builder().user(part).build());
		String before = Json.of("{'messages':[{'role':'user','content':[");
		assertThat(body).startsWith(before).endsWith("]}]}");
		return body.substring(before.length(), body.length() - "]}]}".length());
	}

	private String encode(ChatRequest request) {
		return new String(this.encoder.encode(request, null, false, ResponseFormatDialect.AUTO),
				StandardCharsets.UTF_8);
	}

}
