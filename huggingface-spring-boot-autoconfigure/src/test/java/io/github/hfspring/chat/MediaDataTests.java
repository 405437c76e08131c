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

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MediaData}.
 */
class MediaDataTests {

	private static final byte[] PNG = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, (byte) 0xff };

	@TempDir
	private Path directory;

	@Test
	void bytesAreCopiedOnTheirWayInAndOut() {
		byte[] given = PNG.clone();
		MediaData data = MediaData.of(given, "image/png");
		given[0] = 0;
		data.bytes()[1] = 0;
		assertThat(data.bytes()).isEqualTo(PNG);
		assertThat(data.size()).isEqualTo(PNG.length);
		given = PNG.clone();
		data = MediaData.of(given);
		given[0] = 0;
		assertThat(data.bytes()).isEqualTo(PNG);
	}

	@Test
	void typeIsGivenOrFound() throws IOException {
		Path file = Files.write(this.directory.resolve("cat.txt"), PNG);
		assertThat(MediaData.of(PNG).mimeType()).isEqualTo("image/png");
		assertThat(MediaData.of(PNG, "IMAGE/JPG").mimeType()).isEqualTo("image/jpeg");
		assertThat(MediaData.of(file)).isEqualTo(MediaData.of(PNG));
		assertThat(MediaData.of(file, "image/x-own").mimeType()).isEqualTo("image/x-own");
		assertThat(MediaData.of(new FileSystemResource(file))).isEqualTo(MediaData.of(PNG));
		assertThat(MediaData.of(new ByteArrayResource(PNG))).isEqualTo(MediaData.of(PNG));
		assertThat(MediaData.of(new ByteArrayResource(PNG), "image/x-own").mimeType()).isEqualTo("image/x-own");
		Path text = Files.writeString(this.directory.resolve("notes.csv"), "a;b");
		assertThat(MediaData.of(text).mimeType()).isEqualTo("text/csv");
		assertThat(MediaData.of(new FileSystemResource(text)).mimeType()).isEqualTo("text/csv");
	}

	@Test
	void typeThatIsNotFoundIsAskedFor() throws IOException {
		Path file = Files.writeString(this.directory.resolve("cat"), "meow");
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(file))
			.withMessageContaining(file.toString())
			.withMessageContaining("MIME type");
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(new FileSystemResource(file)))
			.withMessageContaining(file.toString());
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(new byte[] { 1, 2, 3 }))
			.withMessageContaining("MIME type");
	}

	@Test
	void whatCannotBeReadIsNamed() {
		Path missing = this.directory.resolve("missing.png");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> MediaData.of(missing))
			.withMessageContaining(missing.toString())
			.withCauseInstanceOf(NoSuchFileException.class);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> MediaData.of(missing, "image/png"))
			.withMessageContaining(missing.toString());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> MediaData.of(this.directory))
			.withMessageContaining(this.directory.toString());
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> MediaData.of(new ClassPathResource("no/cat.png")))
			.withMessageContaining("no/cat.png")
			.withCauseInstanceOf(FileNotFoundException.class);
	}

	@Test
	@SuppressWarnings("NullAway") // what a caller without the check can do
	void whatIsEmptyIsNamed() throws IOException {
		Path file = Files.createFile(this.directory.resolve("empty.png"));
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(file)).withMessageContaining("empty.png");
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(file, "image/png"))
			.withMessageContaining("empty.png");
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(new FileSystemResource(file)))
			.withMessageContaining("empty.png");
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(new byte[0], "image/png"));
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of((byte[]) null));
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of((byte[]) null, "image/png"));
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of(PNG, null));
		assertThatIllegalArgumentException().isThrownBy(() -> MediaData.of((Path) null));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 255, 256, 257, 24_575, 24_576, 24_577, 24_578, 49_152, 100_003 })
	void base64IsExact(int size) throws IOException {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		MediaData data = MediaData.of(bytes, "image/png");
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		data.writeBase64(out);
		assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Base64.getEncoder().encodeToString(bytes));
		assertThat(data.toDataUrl()).isEqualTo("data:image/png;base64," + out);
		assertThat(data.bytes()).isEqualTo(bytes);
	}

	@Test
	void textDoesNotShowTheBytes() {
		byte[] secret = "secret ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
		MediaData data = MediaData.of(secret, "text/plain");
		assertThat(data).hasToString("MediaData[text/plain, 7000 bytes]");
		assertThat(ChatRequest.builder().user("Read", ContentPart.file(data, "a.txt")).build().toString())
			.contains("7000 bytes", "a.txt")
			.doesNotContain("secret", "c2VjcmV0", Arrays.toString(secret).substring(1, 20))
			.hasSizeLessThan(1000);
	}

	@Test
	void dataAreEqualByWhatTheyHold() {
		MediaData data = MediaData.of(PNG, "image/png");
		assertThat(data).isEqualTo(MediaData.of(PNG.clone(), "image/png"))
			.hasSameHashCodeAs(MediaData.of(PNG.clone(), "image/png"))
			.isNotEqualTo(MediaData.of(PNG, "image/gif"))
			.isNotEqualTo(MediaData.of(new byte[] { 1 }, "image/png"))
			.isNotEqualTo("data");
	}

}
