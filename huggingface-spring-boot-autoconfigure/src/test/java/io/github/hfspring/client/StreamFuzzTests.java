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

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatTimeouts;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the bytes of a stream are cut, and when its chunks are asked for, makes no
 * difference.
 */
class StreamFuzzTests {

	private static final Patience PATIENCE = new Patience(ChatTimeouts.none(), true, null, Duration.ZERO);

	@Test
	void anyStreamIsReadAsWhatItSays() throws InterruptedException {
		FuzzRounds.play(800, (fuzz) -> {
			FuzzStream stream = new FuzzStream(fuzz);
			FuzzReader reader = read(fuzz.note("stream", stream.bytes()), stream.bytes(), false, Integer.MAX_VALUE);
			assertThat(reader.chunks()).isEqualTo(stream.chunks(ResponseMetadata.none()));
			if (stream.error() == null) {
				assertThat(reader.end()).isEqualTo("complete");
			}
			else {
				assertThat(reader.error()).isExactlyInstanceOf(HuggingFaceException.class);
				assertThat(((HuggingFaceException) reader.error()).kind()).isEqualTo(stream.error());
			}
		});
	}

	@Test
	void anyBytesAreReadAlikeHoweverTheyAreCut() throws InterruptedException {
		FuzzRounds.play(1000, (fuzz) -> {
			byte[] bytes = fuzz.chance(2) ? new FuzzStream(fuzz).bytes() : HostileBytes.of(fuzz);
			fuzz.note("bytes", bytes);
			boolean broken = fuzz.chance(4);
			int maxEventSize = fuzz.oneOf(Integer.MAX_VALUE / 2, 500, 100);
			FuzzReader whole = FuzzReader.readAtOnce(fuzz,
					flux(new FuzzBody(List.of(bytes), broken, true), maxEventSize, 256));
			FuzzReader inParts = read(fuzz, bytes, broken, maxEventSize);
			assertThat(inParts.chunks()).isEqualTo(whole.chunks());
			assertThat(inParts.end()).isEqualTo(whole.end());
			assertThat(whole.ends()).isOne();
		});
	}

	private static FuzzReader read(FuzzRounds.Case fuzz, byte[] bytes, boolean broken, int maxEventSize) {
		FuzzBody body = new FuzzBody(FuzzBody.cut(fuzz.random(), bytes), broken, fuzz.chance(2));
		FuzzReader reader = FuzzReader.read(fuzz, flux(body, maxEventSize, fuzz.oneOf(1, 2, 256)), body);
		assertThat(reader.ends()).isOne();
		assertThat(body.held()).isZero();
		assertThat(body.wasAskedForTooMuch()).isFalse();
		return reader;
	}

	private static Flux<ChatChunk> flux(FuzzBody body, int maxEventSize, int bufferSize) {
		StreamDecoder decoder = new StreamDecoder(new ResponseLimits(bufferSize, maxEventSize, maxEventSize, 8192),
				new ChunkDecoder(Json.MAPPER), new ErrorDecoder(Json.MAPPER, 8192), ResponseMetadata.none(), null,
				null);
		Attempt attempt = new Attempt(1, true, PATIENCE, null);
		return ChunkStream.open(body, decoder, bufferSize, attempt).flatMapMany(Function.identity());
	}

}
