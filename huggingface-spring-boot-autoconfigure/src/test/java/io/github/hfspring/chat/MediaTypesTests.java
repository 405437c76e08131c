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

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MediaTypes}.
 */
class MediaTypesTests {

	private static final byte[] TEXT = "no type is known by this".getBytes(StandardCharsets.UTF_8);

	@ParameterizedTest
	@CsvSource(textBlock = """
			image/png,        89504e470d0a1a0a0000000d49484452
			image/jpeg,       ffd8ffe000104a464946
			image/jpeg,       ffd8ffe1
			image/gif,        474946383961
			image/gif,        474946383761
			image/webp,       524946462401000057454250565038
			image/bmp,        424d36000c000000000036000000
			image/tiff,       49492a0008000000
			image/tiff,       4d4d002a00000008
			image/avif,       0000001c66747970617669660000
			image/heic,       000000186674797068656963
			audio/wav,        524946462400000057415645666d7420
			audio/mpeg,       4944330300000000
			audio/mpeg,       fffb9064
			audio/mpeg,       fff35064
			audio/aac,        fff15080
			audio/flac,       664c614300000022
			audio/ogg,        4f67675300020000
			video/ogg,        4f67675300020000000000000000000000000000000000000000012a807468656f7261
			audio/mp4,        0000001c667479704d344120
			video/mp4,        000000206674797069736f6d
			video/mp4,        00000018667479706d703432
			video/quicktime,  00000014667479707174202000
			video/webm,       1a45dfa39f4286810142f7810142f2810442f381084282847765626d
			video/x-matroska, 1a45dfa3a34286810142f7810142f2810442f3810842828861747276
			video/x-msvideo,  524946462400000041564920
			application/pdf,  255044462d312e37
			""")
	void findsTheTypeByTheContentWhateverTheName(String type, String content) {
		byte[] bytes = HexFormat.of().parseHex(content);
		assertThat(MediaTypes.find(bytes, null)).isEqualTo(type);
		assertThat(MediaTypes.find(bytes, "misleading.txt")).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ff", "ffd8", "8950", "fffe4100", "424d41414141414141414141", "504b0304",
			"00000020667479" })
	void takesNothingElseForOne(String content) {
		byte[] bytes = HexFormat.of().parseHex(content);
		assertThat(MediaTypes.find(bytes, null)).isNull();
		assertThat(MediaTypes.find(bytes, "notes.txt")).isEqualTo("text/plain");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			cat.png,            image/png
			CAT.JPG,            image/jpeg
			/tmp/a.b/cat.jpeg,  image/jpeg
			drawing.svg,        image/svg+xml
			speech.mp3,         audio/mpeg
			speech.opus,        audio/ogg
			film.mov,           video/quicktime
			report.pdf,         application/pdf
			notes.md,           text/markdown
			table.csv,          text/csv
			letter.docx,        application/vnd.openxmlformats-officedocument.wordprocessingml.document
			""")
	void findsTheTypeByTheNameElse(String name, String type) {
		assertThat(MediaTypes.find(TEXT, name)).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cat", "cat.", "cat.unknown", "dir.png/cat", ".", "" })
	void doesNotGuess(String name) {
		assertThat(MediaTypes.find(TEXT, name)).isNull();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			image/png,                  image/png
			IMAGE/PNG,                  image/png
			image/jpg,                  image/jpeg
			image/png;charset=utf-8,    image/png
			audio/x-wav,                audio/wav
			audio/mp3,                  audio/mpeg
			audio/x-m4a,                audio/mp4
			image/svg+xml,              image/svg+xml
			""")
	void writesTypesTheUsualWay(String given, String usual) {
		assertThat(MediaTypes.normalize(given)).isEqualTo(usual);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "png", "image/", "image/*", "*/*", "image/p\"ng", "image png" })
	void refusesWhatIsNoType(String given) {
		assertThatIllegalArgumentException().isThrownBy(() -> MediaTypes.normalize(given));
	}

	@Test
	void knowsWhatServersCallTheFormatOfSound() {
		assertThat(MediaTypes.audioFormat("audio/wav")).isEqualTo("wav");
		assertThat(MediaTypes.audioFormat("audio/mpeg")).isEqualTo("mp3");
		assertThat(MediaTypes.audioFormat("audio/mp4")).isEqualTo("m4a");
		assertThat(MediaTypes.audioFormat("audio/ogg")).isEqualTo("ogg");
		assertThat(MediaTypes.audioFormat("audio/x-aiff")).isEqualTo("aiff");
	}

}
