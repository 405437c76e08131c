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

package io.github.hfspring.sse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerSentEventFramer}.
 */
class ServerSentEventFramerTests {

	private static final String BOM = "\ufeff";

	private static final int LARGE = 100_000;

	@Test
	void linesEndWithLineFeed() {
		assertThat(read("data: a\ndata: b\n\ndata: c\n\n")).containsExactly(data("a\nb"), data("c"));
	}

	@Test
	void linesEndWithCarriageReturn() {
		assertThat(read("data: a\rdata: b\r\rdata: c\r\r")).containsExactly(data("a\nb"), data("c"));
	}

	@Test
	void linesEndWithBoth() {
		assertThat(read("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n")).containsExactly(data("a\nb"), data("c"));
	}

	@Test
	void lineEndsMayBeMixed() {
		assertThat(read("data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\r")).containsExactly(data("a\nb\nc"), data("d"));
	}

	@Test
	void lineEndSplitBetweenBuffersEndsOneLine() {
		assertThat(read("data: a\r", "\ndata: b\r", "\n\r", "\ndata: c\r\n\r", "\n")).containsExactly(data("a\nb"),
				data("c"));
	}

	@Test
	void carriageReturnEndsTheEventBeforeTheLineFeedArrives() {
		ServerSentEventFramer framer = new ServerSentEventFramer(LARGE);
		framer.feed(buffer("data: a\r\n\r"));
		assertThat(framer.next()).isTrue();
		assertThat(event(framer)).isEqualTo(data("a"));
		framer.feed(buffer("\n"));
		assertThat(framer.next()).isFalse();
		assertThat(framer.finish()).isFalse();
	}

	@Test
	void byteOrderMarkIsPassedOver() {
		assertThat(read(BOM + "data: a\n\n")).containsExactly(data("a"));
	}

	@Test
	void byteOrderMarkMayBeSplit() {
		byte[] bytes = utf8(BOM + "data: a\n\n");
		assertThat(read(LARGE, slice(bytes, 0, 1), slice(bytes, 1, 2), slice(bytes, 2, bytes.length)))
			.containsExactly(data("a"));
	}

	@Test
	void byteOrderMarkMayStandAlone() {
		assertThat(read(BOM + "\ndata: a\n\n")).containsExactly(data("a"));
		assertThat(read(BOM)).isEmpty();
	}

	@Test
	void byteOrderMarkIsOnlyOneAtTheStart() {
		assertThat(read("data: a\n\n" + BOM + "data: b\n\n")).containsExactly(data("a"));
		assertThat(read(BOM + BOM + "data: a\n\n")).isEmpty();
		assertThat(read("data: " + BOM + "a\n\n")).containsExactly(data(BOM + "a"));
	}

	@Test
	void commentsAreIgnored() {
		assertThat(read(": OPENROUTER PROCESSING\n\n:\n\ndata: a\n: ping - now\n:data: x\ndata: b\n\n:\n\n"))
			.containsExactly(data("a\nb"));
	}

	@Test
	void spaceBehindTheColonIsOptional() {
		assertThat(read("data:a\n\nevent:error\ndata:b\n\n")).containsExactly(data("a"), new Event("error", "b"));
	}

	@Test
	void onlyOneLeadingSpaceIsRemoved() {
		assertThat(read("data:  a \n\ndata:\tb\n\n")).containsExactly(data(" a "), data("\tb"));
	}

	@Test
	void colonsInDataAreKept() {
		assertThat(read("data: {\"a\":1}\n\ndata::\n\ndata: : keep-alive\n\n")).containsExactly(data("{\"a\":1}"),
				data(":"), data(": keep-alive"));
	}

	@Test
	void linesOfDataAreJoinedByOneLineFeed() {
		assertThat(read("data: {\r\ndata:\r\ndata:  \"a\": 1\r\ndata: }\r\n\r\n"))
			.containsExactly(data("{\n\n \"a\": 1\n}"));
	}

	@Test
	void nakedFieldNamesHaveAnEmptyValue() {
		assertThat(read("data\n\ndata\ndata\n\nevent\ndata: a\n\n")).containsExactly(data(""), data("\n"),
				new Event("", "a"));
	}

	@Test
	void unknownFieldsAreIgnored() {
		assertThat(read("id: 1\nretry: 10\nfoo: bar\ndatas: x\ndat: x\n data: x\nDATA: x\nerrors: x\ndata: a\nid\n\n"))
			.containsExactly(data("a"));
	}

	@Test
	void eventHasTheTypeGivenLast() {
		assertThat(read("event: ping\nevent: error\ndata: a\n\ndata: b\nevent: done\n\n"))
			.containsExactly(new Event("error", "a"), new Event("done", "b"));
	}

	@Test
	void typeIsThatOfOneEventOnly() {
		assertThat(read("event: error\ndata: a\n\ndata: b\n\n")).containsExactly(new Event("error", "a"), data("b"));
	}

	@Test
	void typeIsForgottenWithAnEventThatHasNoData() {
		assertThat(read("event: error\n\ndata: a\n\n")).containsExactly(data("a"));
	}

	@Test
	void blankLinesAloneAreNoEvents() {
		assertThat(read("\n\n\r\n\r\r\n\n")).isEmpty();
	}

	@Test
	void emptyDataIsAnEvent() {
		assertThat(read("data:\n\ndata: \n\n")).containsExactly(data(""), data(""));
	}

	@Test
	void fieldNamedErrorIsAnErrorEvent() {
		assertThat(read("error: {\"message\":\"failed\"}\n\n"))
			.containsExactly(new Event("error", "{\"message\":\"failed\"}"));
		assertThat(read("error:failed")).containsExactly(new Event("error", "failed"));
	}

	@Test
	void fieldNamedErrorRightBehindDataIsAnEventOfItsOwn() {
		List<Event> expected = List.of(data("a\nb"), new Event("error", "failed"), data("c"));
		assertThat(read("data: a\ndata: b\nerror: failed\n\ndata: c\n\n")).isEqualTo(expected);
		assertThat(read("data: a\r\ndata: b\r\nerror: failed\r\n\r\ndata: c")).isEqualTo(expected);
	}

	@Test
	void unterminatedErrorBehindUnterminatedDataIsAnEventOfItsOwn() {
		assertThat(read("data: a\nerror: failed")).containsExactly(data("a"), new Event("error", "failed"));
	}

	@Test
	void linesOfAnErrorAreJoined() {
		assertThat(read("error: a\nerror: b\n\nevent: error\ndata: c\nerror: d\n\n"))
			.containsExactly(new Event("error", "a\nb"), new Event("error", "c\nd"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: a", "data: a\n", "data: a\r", "data: a\r\n", "data:a", BOM + "data: a" })
	void eventWithoutBlankLineBehindItIsFoundAtTheEnd(String text) {
		ServerSentEventFramer framer = new ServerSentEventFramer(LARGE);
		framer.feed(buffer(text));
		assertThat(framer.next()).isFalse();
		assertThat(framer.finish()).isTrue();
		assertThat(event(framer)).isEqualTo(data("a"));
		assertThat(framer.next()).isFalse();
		assertThat(framer.finish()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "data: a\n\n", "data: a\r\n\r\n", ": comment", "event: error\n", "id: 1", "da" })
	void nothingIsFoundAtTheEndWithoutData(String text) {
		ServerSentEventFramer framer = new ServerSentEventFramer(LARGE);
		framer.feed(buffer(text));
		while (framer.next()) {
			assertThat(event(framer)).isEqualTo(data("a"));
		}
		assertThat(framer.finish()).isFalse();
	}

	@Test
	void eventMayHaveTheLargestSize() {
		assertThat(read(10, utf8("data: abcd\n\ndata: efgh\n\ndata: ijkl"))).containsExactly(data("abcd"), data("efgh"),
				data("ijkl"));
	}

	@Test
	void completeEventThatIsTooLargeIsRefused() {
		assertTooLarge(10, "data: abcde\n\n");
	}

	@Test
	void incompleteEventThatIsTooLargeIsRefusedAtOnce() {
		assertTooLarge(10, "data: abcde");
	}

	@Test
	void eventOfManyLinesThatIsTooLargeIsRefused() {
		assertThat(read(20, utf8("data: abcd\ndata: efgh\ndata: ijkl\n\n"))).containsExactly(data("abcd\nefgh\nijkl"));
		assertTooLarge(20, "data: abcd\ndata: efgh\ndata: ijkl\ndata: mnop\n\n");
	}

	@Test
	void eventOfManyEmptyLinesThatIsTooLargeIsRefused() {
		assertTooLarge(20, "data\n".repeat(30));
	}

	@Test
	void commentLineThatIsTooLongIsRefused() {
		assertThat(read(10, utf8(":123456789\n:123456789\n"))).isEmpty();
		assertTooLarge(10, ":1234567890");
	}

	@Test
	void linesThatAreNotKeptTakeNoMemory() {
		for (String line : List.of(": ping\n", ":\n", "id: 1\r\n", "retry: 10\r")) {
			ServerSentEventFramer framer = new ServerSentEventFramer(100);
			framer.feed(buffer("data: x\n"));
			assertThat(framer.next()).isFalse();
			for (int i = 0; i < 5000; i++) {
				framer.feed(buffer(line));
				assertThat(framer.next()).isFalse();
				assertThat(framer.array().length).isLessThanOrEqualTo(200);
			}
			framer.feed(buffer("data: y\n\n"));
			assertThat(framer.next()).isTrue();
			assertThat(event(framer)).isEqualTo(data("x\ny"));
		}
	}

	@Test
	void eventsBeforeTheOneThatIsTooLargeAreDelivered() {
		for (int cut = 0; cut <= 22; cut++) {
			byte[] bytes = utf8("data: a\n\ndata: abcdefg\n\n");
			ServerSentEventFramer framer = new ServerSentEventFramer(10);
			List<Event> events = new ArrayList<>();
			byte[] first = slice(bytes, 0, cut);
			byte[] second = slice(bytes, cut, bytes.length);
			assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(() -> {
				drain(framer, first, events);
				drain(framer, second, events);
			}).withMessage("The event has more than 10 bytes");
			assertThat(events).containsExactly(data("a"));
		}
	}

	@Test
	void manyEventsTogetherMayBeLargerThanOneMayBe() {
		byte[] bytes = utf8("data: abcd\n\n".repeat(1000));
		assertThat(read(10, bytes)).hasSize(1000).containsOnly(data("abcd"));
	}

	@Test
	void bytesAreCopiedFromDirectAndSlicedBuffers() {
		byte[] bytes = utf8("xxdata: a\n\nxx");
		ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
		direct.position(2).limit(bytes.length - 2);
		ServerSentEventFramer framer = new ServerSentEventFramer(LARGE);
		framer.feed(direct);
		assertThat(direct.hasRemaining()).isFalse();
		framer.feed(ByteBuffer.wrap(bytes, 2, bytes.length - 4));
		Arrays.fill(bytes, (byte) 'x');
		assertThat(framer.next()).isTrue();
		assertThat(event(framer)).isEqualTo(data("a"));
		assertThat(framer.next()).isTrue();
		assertThat(event(framer)).isEqualTo(data("a"));
		assertThat(framer.next()).isFalse();
	}

	@ParameterizedTest
	@MethodSource("streams")
	void anySingleCutGivesTheSameEvents(Sample stream) {
		byte[] bytes = stream.bytes();
		for (int cut = 0; cut <= bytes.length; cut++) {
			assertThat(read(LARGE, slice(bytes, 0, cut), slice(bytes, cut, bytes.length))).as("cut at %d", cut)
				.isEqualTo(stream.events());
		}
	}

	@ParameterizedTest
	@MethodSource("streams")
	void anyCutsGiveTheSameEvents(Sample stream) {
		byte[] bytes = stream.bytes();
		Random random = new Random(20260901);
		for (int run = 0; run < 300; run++) {
			byte[][] pieces = cut(bytes, random);
			assertThat(read(LARGE, pieces)).as("run %d", run).isEqualTo(stream.events());
		}
	}

	@ParameterizedTest
	@MethodSource("streams")
	void piecesThatWaitGiveTheSameEvents(Sample stream) {
		byte[] bytes = stream.bytes();
		Random random = new Random(20260902);
		for (int run = 0; run < 300; run++) {
			ServerSentEventFramer framer = new ServerSentEventFramer(LARGE);
			List<Event> events = new ArrayList<>();
			for (byte[] piece : cut(bytes, random)) {
				framer.feed(ByteBuffer.wrap(piece));
				int wanted = random.nextInt(3);
				for (int i = 0; i < wanted && framer.next(); i++) {
					events.add(event(framer));
				}
			}
			finish(framer, events);
			assertThat(events).as("run %d", run).isEqualTo(stream.events());
		}
	}

	@ParameterizedTest
	@MethodSource("streams")
	void oneByteAtATimeGivesTheSameEvents(Sample stream) {
		byte[] bytes = stream.bytes();
		byte[][] pieces = new byte[bytes.length][];
		for (int i = 0; i < bytes.length; i++) {
			pieces[i] = slice(bytes, i, i + 1);
		}
		assertThat(read(LARGE, pieces)).isEqualTo(stream.events());
	}

	static Stream<Sample> streams() {
		String emoji = "\ud83e\udd17 \u00e4\u20ac\u4e2d";
		String large = "0123456789".repeat(400);
		return Stream.of(new Sample("line feeds", "data: a\n\ndata: b\ndata: c\n\n", data("a"), data("b\nc")),
				new Sample("carriage returns", "data: a\r\rdata: b\rdata: c\r\r", data("a"), data("b\nc")),
				new Sample("both", "data: a\r\n\r\ndata: b\r\ndata: c\r\n\r\n", data("a"), data("b\nc")),
				new Sample("mixed", "\r\n\ndata: a\n\r\rdata: b\r\ndata: c\r\n\n\r", data("a"), data("b\nc")),
				new Sample("byte order mark", BOM + "data: " + BOM + "a\r\n\r\n", data(BOM + "a")),
				new Sample("several bytes a character",
						"data: {\"content\":\"" + emoji + "\"}\r\n\r\n: " + emoji + "\r\ndata:" + emoji + "\n\n",
						data("{\"content\":\"" + emoji + "\"}"), data(emoji)),
				new Sample("comments", ": a\n\n: b\ndata: a\n:c\r\n\r\n:\r:\n\ndata: b\n\n:", data("a"), data("b")),
				new Sample("comments between data",
						"data: a\n:1\n:22\ndata: b\r\n: 333\r\n\r\n:\ndata:\n:4444\ndata: c\n: 55555\nid: 6\ndata\n:\n\n",
						data("a\nb"), data("\nc\n")),
				new Sample("types", "event: ping\ndata: 1\n\nevent: lost\n\ndata: 2\r\nevent: error\r\n\r\ndata: 3\n\n",
						new Event("ping", "1"), new Event("error", "2"), data("3")),
				new Sample("errors", "data: a\nerror: b\n\nerror:c\r\n\r\ndata: d\r\ndata\r\nerror: e\r\rdata: f\n\n",
						data("a"), new Event("error", "b"), new Event("error", "c"), data("d\n"),
						new Event("error", "e"), data("f")),
				new Sample("error at the end", "data: a\n\ndata: b\r\nerror: " + emoji, data("a"), data("b"),
						new Event("error", emoji)),
				new Sample("unterminated", "data: {}\n\ndata: [DONE]\ndata:  ", data("{}"), data("[DONE]\n ")),
				new Sample("naked and unknown", "data\nid\nid: 1\nretry:2\n\ndata\ndata\ndata:x\nfoo\n\ndatum: 1\n\n",
						data(""), data("\n\nx")),
				new Sample("large",
						"data: " + large.substring(0, 1500) + "\r\ndata:" + large.substring(1500)
								+ "\r\n\r\ndata: a\n\n",
						data(large.substring(0, 1500) + "\n" + large.substring(1500)), data("a")));
	}

	private static byte[][] cut(byte[] bytes, Random random) {
		TreeSet<Integer> cuts = new TreeSet<>();
		int count = 1 + random.nextInt(Math.min(bytes.length, 40));
		for (int i = 0; i < count; i++) {
			cuts.add(random.nextInt(bytes.length + 1));
		}
		List<byte[]> pieces = new ArrayList<>();
		int start = 0;
		for (int end : cuts) {
			pieces.add(slice(bytes, start, end));
			start = end;
		}
		pieces.add(slice(bytes, start, bytes.length));
		return pieces.toArray(byte[][]::new);
	}

	private static void assertTooLarge(int maxSize, String text) {
		ServerSentEventFramer framer = new ServerSentEventFramer(maxSize);
		framer.feed(buffer(text));
		assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(framer::next)
			.withMessage("The event has more than " + maxSize + " bytes");
		byte[] bytes = utf8(text);
		ServerSentEventFramer slow = new ServerSentEventFramer(maxSize);
		assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(() -> {
			for (int i = 0; i < bytes.length; i++) {
				drain(slow, slice(bytes, i, i + 1), new ArrayList<>());
			}
		});
	}

	private static List<Event> read(String... pieces) {
		return read(LARGE, Stream.of(pieces).map(ServerSentEventFramerTests::utf8).toArray(byte[][]::new));
	}

	private static List<Event> read(int maxSize, byte[]... pieces) {
		ServerSentEventFramer framer = new ServerSentEventFramer(maxSize);
		List<Event> events = new ArrayList<>();
		for (byte[] piece : pieces) {
			drain(framer, piece.clone(), events);
		}
		finish(framer, events);
		return events;
	}

	private static void drain(ServerSentEventFramer framer, byte[] piece, List<Event> events) {
		framer.feed(ByteBuffer.wrap(piece));
		while (framer.next()) {
			events.add(event(framer));
		}
	}

	private static void finish(ServerSentEventFramer framer, List<Event> events) {
		while (framer.next() || framer.finish()) {
			events.add(event(framer));
		}
	}

	private static Event event(ServerSentEventFramer framer) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(framer.array(), framer.offset(), framer.length());
		return new Event(framer.type(), bytes.toString(StandardCharsets.UTF_8));
	}

	private static Event data(String data) {
		return new Event(null, data);
	}

	private static ByteBuffer buffer(String text) {
		return ByteBuffer.wrap(utf8(text));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] slice(byte[] bytes, int from, int to) {
		return Arrays.copyOfRange(bytes, from, to);
	}

	record Event(@Nullable String type, String data) {

	}

	record Sample(String name, byte[] bytes, List<Event> events) {

		Sample(String name, String text, Event... events) {
			this(name, utf8(text), List.of(events));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
