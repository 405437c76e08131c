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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.hfspring.chat.ErrorKind;

import org.springframework.util.unit.DataSize;

/**
 * What goes wrong in a stream. A call that is answered with one fails, or does not, in
 * the same way.
 */
final class StreamFaults extends FaultTable {

	private static final String PING = ": ping\n\n";

	private static final String HALF_EVENT = LO.substring(0, LO.length() / 2);

	private static final Duration MOMENT = Duration.ofMillis(100);

	/** The JDK's client throws away what comes together with a chunk that is none. */
	private static final RawHttpServer.Script LATER = (exchange) -> exchange.pause(Duration.ofMillis(500));

	private static final String EARLY_LO = event("lo", null);

	/** Two choices, the first of which is finished. */
	private static final String TWO_CHOICES = HEL + LO
			+ event("{'choices':[{'index':1,'delta':{'content':'Bon'},'finish_reason':null}]}");

	@Override
	String title() {
		return "A stream";
	}

	@Override
	List<FaultRow> rows() {
		List<FaultRow> rows = new ArrayList<>();
		rows.addAll(harmless());
		rows.addAll(errors());
		rows.addAll(cuts());
		rows.addAll(stalls());
		rows.addAll(nonsense());
		return rows;
	}

	private static List<FaultRow> harmless() {
		return List.of(answers("a stream in any form that the standard allows, and some that it does not", "Nothing.",
				fault("events in one piece", wholeStream(HEL + LO + DONE)),
				fault("events with a length", wholeStream(Json.utf8(HEL + LO + DONE))),
				fault("lines that end with CR and LF", wholeStream((HEL + LO + DONE).replace("\n", "\r\n"))),
				fault("lines that end with CR", wholeStream((HEL + LO + DONE).replace("\n", "\r"))),
				fault("a byte order mark", wholeStream("\ufeff" + HEL + LO + DONE)),
				fault("no blank after the colon", wholeStream((HEL + LO + DONE).replace("data: ", "data:"))),
				fault("data on two lines",
						wholeStream(HEL.replace(",\"choices\"", ",\ndata: \"choices\"") + LO + DONE)),
				fault("other fields", wholeStream("id: 7\nretry: 10\nevent: message\nx: y\n" + HEL + LO + DONE)),
				fault("comments everywhere", wholeStream(PING + HEL + PING + LO + PING + DONE)),
				fault("empty data", wholeStream("data:\n\n" + HEL + "data: \n\n" + LO + DONE)),
				fault("null as data", wholeStream("data: null\n\n" + HEL + LO + DONE)),
				fault("chunks without choices",
						wholeStream(event("{'choices':[]}") + HEL + event("{'choices':null}") + event("{}")
								+ event("{'choices':[{}]}") + LO + DONE)),
				fault("the usage after the finish reason",
						wholeStream(HEL + LO + event("{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}")
								+ DONE)),
				fault("no finish reason", wholeStream(HEL + EARLY_LO + DONE)),
				fault("no [DONE]", wholeStream(HEL + LO)),
				fault("no [DONE], and the last event has no end", wholeStream(HEL + LO.substring(0, LO.length() - 2))),
				fault("[DONE] without an end", wholeStream(HEL + EARLY_LO + DONE.strip())),
				fault("no content type", head(200).then((exchange) -> {
					boolean stream = exchange.request().text().contains("\"stream\":true");
					exchange.write(stream ? HEL + LO + DONE : Answers.COMPLETION);
				}).then(CLOSE)), fault("a character in two pieces", stream(HEL).then((exchange) -> {
					byte[] bytes = Json.utf8(event("l\u00f6", "stop") + DONE);
					for (byte part : bytes) {
						exchange.write("1\r\n").write(new byte[] { part }).write("\r\n");
					}
				}).then(END)).delivers("Hell\u00f6")),

				answers("anything after [DONE]", "Nothing; the connection is closed if it does not end soon.",
						fault("nothing, not even an end", stream(HEL + LO + DONE)),
						fault("an error", wholeStream(HEL + LO + DONE + event("{'error':'too late'}"))),
						fault("an error later", stream(HEL + LO + DONE)
							.then((exchange) -> exchange.pause(MOMENT).piece(event("{'error':'too late'}")).end())),
						fault("another chunk", wholeStream(HEL + LO + DONE + HEL)),
						fault("no JSON", wholeStream(HEL + LO + DONE + "data: {oops\n\n" + "\u0000\u0001")),
						fault("a chunk that is none", stream(HEL + LO + DONE).then(LATER).then(raw("xyz\r\n"))),
						fault("bytes for ever",
								stream(HEL + LO + DONE).then(forever(pieces("x".repeat(1000)), Duration.ZERO))),
						fault("comments for ever", stream(HEL + LO + DONE).then(forever(pieces(PING), MOMENT))),
						fault("a close", stream(HEL + LO + DONE).then(CLOSE)),
						fault("a reset", stream(HEL + LO + DONE).then(RESET))),

				answers("breaks off a stream, or stops, after every choice had its finish reason", "Nothing.",
						eachWay(fault("after the finish reason", stream(HEL, LO)),
								fault("in the middle of the next event", stream(HEL, LO, "data: {\"cho")),
								fault("in the middle of [DONE]", stream(HEL, LO, "data: [DO")))),

				answers("says nothing more after every choice had its finish reason",
						"Nothing; it is waited for as long as `huggingface.timeout.idle` says.",
						fault("nothing", stream(HEL + LO)).with(eventsInTime())),

				answers("only comments for longer than the idle timeout", "Nothing; a comment is a sign of life.",
						fault("between chunks",
								stream(HEL).then(times(15, pieces(PING), MOMENT)).then(pieces(LO + DONE)).then(END))
							.with(eventsInTime())));
	}

	private static List<FaultRow> errors() {
		return List.of(
				fails("an error in a stream", ErrorKind.SERVER_ERROR,
						"Use what was delivered, or ask again; the status does not tell, `kind()` does.",
						inStream("an event of the type error",
								"event: error\n" + event("{'error':{'message':'It broke'}}")),
						inStream("an event of the type error with text", "event: error\ndata: It broke\n\n"),
						inStream("a field named error", "error: " + Json.of("{'error':{'message':'It broke'}}\n\n")),
						inStream("text", event("{'error':'It broke'}")),
						inStream("an object", event("{'error':{'message':'It broke','type':'server_error'}}")),
						inStream("a list", event("{'error':['It','broke']}")),
						inStream("an error of TGI", event("{'error':'It broke','error_type':'generation'}")),
						inStream("an error of Together", event("{'id':'oS9','error':{'message':'It broke'}}")),
						inStream("an error of an old vLLM", event("{'object':'error','message':'It broke'}")),
						inStream("an error of Kong", event("{'message':'It broke','request_id':'r'}")),
						inStream("an error of FastAPI", event("{'detail':[{'loc':['a'],'msg':'It broke'}]}")),
						inStream("an error of the Hub", event("{'errors':[{'message':'It broke'}]}")),
						inStream("an error of OAuth", event("{'error':'It broke','error_description':'Badly'}")),
						inStream("an error of Groq", event("{'x_groq':{'error':'It broke'},'choices':[]}")),
						inStream("an error of DeepInfra", event("{'choices':null,'error_message':'It broke'}")),
						inStream("an error in an array", event("[{'error':{'message':'It broke'}}]")),
						inStream("an error of a new TGI",
								event("{'error':{'message':'It broke','http_status_code':500}}") + DONE)
							.status(500),
						fault("an error before the first chunk", wholeStream(event("{'error':'It broke'}"))),
						fault("an error after the finish reason",
								wholeStream(HEL + LO + event("{'error':'It broke'}") + DONE))
							.delivers("Hello"),
						fault("an error beside the last text",
								wholeStream(HEL + event("{'error':'It broke','choices':[{'index':0,'delta':"
										+ "{'content':'lo'},'finish_reason':'length'}]}") + DONE))
							.delivers("Hello"),
						fault("an error of a choice",
								wholeStream(HEL
										+ event("{'choices':[{'index':0,'delta':{'content':'lo'},'error':'It broke'}]}")
										+ DONE))
							.delivers("Hello"),
						fault("the finish reason error", wholeStream(HEL + event("lo", "error") + DONE))
							.delivers("Hello"),
						fault("an error, then a stall", stream(HEL + event("{'error':'It broke'}"))).delivers("Hel"),
						fault("an error, then a reset", stream(HEL + event("{'error':'It broke'}")).then(RESET))
							.delivers("Hel"),
						fault("an error that is the whole body",
								wholeStream(Json.of("{'error':{'message':'It broke'}}")))),

				fails("an error in a stream that says the server is overloaded", ErrorKind.OVERLOADED,
						"Use what was delivered, or ask again later.",
						inStream("overloaded", event("{'error':'Model is overloaded','error_type':'overloaded'}"))),

				fails("an error in a stream that complains about the length", ErrorKind.CONTEXT_LENGTH_EXCEEDED,
						"Send less of the conversation.",
						fault("too long, of TGI",
								wholeStream(event("{'error':'Input validation error: inputs tokens + "
										+ "max_new_tokens must be <= 1512','error_type':'validation'}"))),
						fault("too long, of SGLang",
								wholeStream(event("{'error':{'object':'error','message':'The input is "
										+ "longer than the context length of the model','code':400}}") + DONE))
							.status(400)),

				fails("an error in a stream that complains about the request", ErrorKind.INVALID_REQUEST,
						"Correct the request.",
						fault("an error of Groq",
								wholeStream("event: error\n" + event("{'error':{'message':'Tool call "
										+ "validation failed','type':'invalid_request_error','status_code':400}}")))
							.status(400),
						fault("an error of Venice", wholeStream(event(
								"{'choices':null,'error_type':'BadRequestError','error_message':'Bad request'}")))));
	}

	private static List<FaultRow> cuts() {
		return List.of(
				fails("breaks off a stream before every choice had its finish reason", ErrorKind.STREAM_CUT,
						"Use what was delivered, or ask again.",
						eachWay(fault("between two events", stream(HEL)).delivers("Hel"),
								fault("in the middle of an event", stream(HEL, HALF_EVENT)).delivers("Hel"),
								fault("in the middle of a character", stream(HEL).then(cutCharacter())).delivers("Hel"),
								fault("in the middle of a comment", stream(HEL, ": pi")).delivers("Hel"),
								fault("after one of two choices finished", stream(TWO_CHOICES)).delivers("Hello"))),

				fails("breaks the rules of HTTP in the middle of a stream", ErrorKind.STREAM_CUT,
						"Use what was delivered, or ask again.",
						fault("closes after the headers", stream().then(CLOSE)),
						fault("resets after the headers", stream().then(RESET)),
						fault("a chunk that is none", stream(HEL).then(LATER).then(raw("xyz\r\ndata\r\n")))
							.delivers("Hel"),
						fault("a chunk that is too long", stream(HEL).then(LATER).then(raw("3\r\ndata: {}\r\n")))
							.delivers("Hel"),
						fault("half a chunk, then closes", stream(HEL).then(raw("ff\r\ndata: {").then(CLOSE)))
							.delivers("Hel"),
						fault("a length that is too long, then closes",
								head(200, "Content-Type: text/event-stream", "Content-Length: 10000").then(raw(HEL))
									.then(CLOSE))
							.delivers("Hel")),

				fails("a stream without an answer", ErrorKind.STREAM_EMPTY,
						"Wait for the one retry. If it stays so, the conversation may be too long.",
						fault("nothing", wholeStream()), fault("nothing, with a length", wholeStream(new byte[0])),
						fault("only [DONE]", wholeStream(DONE)), fault("only comments", wholeStream(PING.repeat(3))),
						fault("only comments and [DONE]", wholeStream(PING.repeat(3) + DONE)),
						fault("only chunks without choices",
								wholeStream(event("{'choices':[]}") + event("{'choices':null}"))),
						fault("only the usage", wholeStream(
								event("{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':0}}") + DONE))));
	}

	private static List<FaultRow> stalls() {
		return List.of(
				fails("does not begin its stream in time", ErrorKind.TIMEOUT,
						"Ask again, or allow more time with `huggingface.timeout.first-chunk`.",
						fault("nothing after the headers", stream()).with(firstChunkInTime()),
						fault("only comments for ever", stream().then(forever(pieces(PING), MOMENT)))
							.with(firstChunkInTime()),
						fault("half an event", stream(HALF_EVENT)).with(firstChunkInTime()),
						fault("an event byte by byte, without end",
								stream("data: \"").then(forever(pieces("x"), Duration.ofMillis(10))))
							.with(firstChunkInTime())),

				fails("stops in the middle of a stream", ErrorKind.TIMEOUT,
						"Use what was delivered, ask again, or allow more time with `huggingface.timeout.idle`.",
						fault("after a chunk", stream(HEL)).delivers("Hel").with(eventsInTime()),
						fault("inside an event", stream(HEL, HALF_EVENT)).delivers("Hel").with(eventsInTime()),
						fault("inside a character", stream(HEL).then(cutCharacter())).delivers("Hel")
							.with(eventsInTime()),
						fault("after a comment", stream(HEL, PING)).delivers("Hel").with(eventsInTime()),
						fault("after one of two choices finished", stream(TWO_CHOICES)).delivers("Hello")
							.with(eventsInTime()),
						fault("an event byte by byte, without end",
								stream(HEL + "data: \"").then(forever(pieces("x"), Duration.ofMillis(10))))
							.delivers("Hel")
							.with(eventsInTime())),

				fails("does not end its stream in time", ErrorKind.TIMEOUT,
						"Use what was delivered, or allow more time with `huggingface.timeout.total`.",
						fault("comments for ever", stream(HEL).then(forever(pieces(PING), MOMENT))).delivers("Hel")
							.with(allInTime())));
	}

	private static List<FaultRow> nonsense() {
		return List.of(
				fails("an event that is not JSON", ErrorKind.MALFORMED_RESPONSE,
						"Use what was delivered, or [go on without it](#malformed-events).",
						fault("half an object", wholeStream(HEL + "data: {\"choices\":[\n\n" + LO + DONE)).delivers(
								"Hel"),
						fault("text", wholeStream(HEL + "data: Oops\n\n" + LO + DONE)).delivers("Hel"),
						fault("a number", wholeStream(HEL + "data: 42\n\n" + LO + DONE)).delivers("Hel"),
						fault("an empty array", wholeStream(HEL + "data: []\n\n" + LO + DONE)).delivers("Hel"),
						fault("zero bytes", wholeStream(HEL + "data: \u0000\u0000\n\n" + LO + DONE)).delivers("Hel"),
						fault("bytes that are not UTF-8", wholeStream(notUtf8())).delivers("Hel"),
						fault("two objects in one", wholeStream(HEL + "data: {} {}\n\n" + LO + DONE)).delivers("Hel"),
						fault("text for ever after it",
								stream(HEL + "data: Oops\n\n")
									.then(forever(pieces("data: Oops\n\n".repeat(100)), Duration.ZERO)))
							.delivers("Hel"),
						fault("a page", wholeStream("<html><title>Oops</title></html>")),
						fault("half an answer in place of events", wholeStream("{\"choices\":[{"))),

				answers("an event that is not JSON, with `huggingface.stream.on-malformed-event=skip`",
						"Nothing; a `ChatProgressCallback` hears of it.",
						fault("half an object, skipped", wholeStream(HEL + "data: {\"choices\":[\n\n" + LO + DONE))
							.with((builder) -> builder.malformedEvents(MalformedEventPolicy.SKIP))),

				answers("an answer in one piece that calls itself a stream", "Nothing.",
						fault("JSON as a stream", wholeStream(Answers.COMPLETION)),
						fault("JSON as a stream that is larger than an event",
								wholeStream(Answers.COMPLETION + " ".repeat(20_000)))
							.with((builder) -> builder.maxEventSize(DataSize.ofKilobytes(10)))),

				fails("an event that is too large", ErrorKind.RESPONSE_TOO_LARGE,
						"Use what was delivered, or raise `huggingface.max-event-size`.",
						largeEvent("in one piece", wholeStream(HEL + event("x".repeat(20_000), null) + LO + DONE)),
						largeEvent("without end",
								stream(HEL + "data: ").then(forever(pieces("x".repeat(1000)), Duration.ZERO))),
						largeEvent("of lines without end",
								stream(HEL).then(forever(pieces("data: x\n".repeat(100)), Duration.ZERO))),
						largeEvent("of a comment without end",
								stream(HEL + ":").then(forever(pieces("x".repeat(1000)), Duration.ZERO)))),

				fails("a stream that is too large", ErrorKind.RESPONSE_TOO_LARGE,
						"Use what was delivered, ask for less, or raise `huggingface.max-response-size`.",
						fault("text without end",
								stream().then(forever(pieces(event("x".repeat(1000), null)), Duration.ZERO)))
							.delivers("x".repeat(3000))
							.with((builder) -> builder.maxResponseSize(DataSize.ofBytes(2500)))));
	}

	/**
	 * An error with a chunk before it.
	 */
	private static Fault inStream(String name, String event) {
		return fault(name, wholeStream(HEL + event)).delivers("Hel");
	}

	private static Fault largeEvent(String name, RawHttpServer.Script server) {
		return fault(name, server).delivers("Hel").with((builder) -> builder.maxEventSize(DataSize.ofKilobytes(10)));
	}

	/**
	 * Each fault with each way to end a response.
	 */
	private static Fault[] eachWay(Fault... faults) {
		return List.of(faults)
			.stream()
			.flatMap((fault) -> List
				.of(fault.then("ends", END), fault.then("closes", CLOSE), fault.then("resets", RESET))
				.stream())
			.toArray(Fault[]::new);
	}

	private static RawHttpServer.Script cutCharacter() {
		byte[] event = Json.utf8(event("l\u00f6", "stop"));
		int end = 0;
		while (event[end] != (byte) 0xc3) {
			end++;
		}
		String size = Integer.toHexString(end + 1);
		byte[] half = Arrays.copyOf(event, end + 1);
		return (exchange) -> exchange.write(size + "\r\n").write(half).write("\r\n");
	}

	private static byte[] notUtf8() {
		byte[] bytes = Json.utf8(HEL + event("?lo", "stop") + DONE);
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (bytes[i] == '?') ? (byte) 0xff : bytes[i];
		}
		return bytes;
	}

}
