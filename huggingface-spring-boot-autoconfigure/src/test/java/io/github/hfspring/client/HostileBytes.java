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

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bytes that no server should send: what servers do send, damaged by chance, or nothing
 * of the kind.
 */
final class HostileBytes {

	private static final List<String> ANSWERS = List.of(Answers.COMPLETION, Answers.STREAM,
			"{\"error\":\"Model a/b is currently loading\",\"estimated_time\":32.13720703125}",
			"{\"error\":{\"message\":\"The requested model 'a/b' does not exist.\",\"type\":\"invalid_request_error\","
					+ "\"param\":\"model\",\"code\":\"model_not_found\"}}",
			"{\"error\":[\"a\",\"b\"],\"warnings\":[\"c\"]}",
			"{\"object\":\"error\",\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
			"{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"messages\"],\"msg\":\"Field required\"}]}",
			"{\"error\":{\"code\":429,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"r\","
					+ "\"provider_name\":\"p\"}},\"user_id\":\"u\"}",
			"[{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}]",
			"{\"status\":404,\"title\":\"Not Found\",\"detail\":\"d\"}", "<html><head><title>502 Bad Gateway</title>",
			"data: {\"choices\":null,\"error_type\":\"BadRequestError\",\"error_message\":\"m\"}\n\n",
			"event: error\ndata: {\"error\":{\"message\":\"m\",\"status_code\":400}}\n\n",
			"error: {\"detail\":\"d\",\"error\":{\"message\":\"m\"}}\n\n", "",
			"{\"id\":7,\"choices\":[{\"index\":0,\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"t\"}],"
					+ "\"tool_calls\":{\"id\":0,\"function\":{\"name\":\"n\",\"parameters\":{\"a\":1}}},\"refusal\":\"r\"},"
					+ "\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-1,\"bytes\":[1],\"top_logprobs\":[]}]},"
					+ "\"finish_reason\":\"error\"}],\"usage\":{\"prompt_tokens\":1,\"prompt_tokens_details\":{}},"
					+ "\"x_groq\":{\"error\":\"e\",\"usage\":{}},\"created\":1}");

	private static final List<String> VALUES = List.of("null", "{}", "[]", "[{}]", "\"\"", "\"x\"", "0", "-1", "1.5",
			"true", "false", "1e308", "1e999", "-1e999999999", "1e-999999999", "9223372036854775808", "\"1e999999999\"",
			"\"-9223372036854775808\"", "99999999999999999999999999999999", "NaN", "[null]", "[[[]]]", "{\"\":{}}",
			"\"\\ud800\"", "\"\\u0000\"", "{\"error\":{}}", "{\"error\":\"e\"}", "[1,\"a\",null,{},[]]", "2147483648",
			"1700000000000000000", "{\"type\":\"\"}", "[{\"type\":\"\"}]", "{\"type\":7,\"text\":8}", "\" \"",
			"[{\"token\":null},{\"token\":{}}]", "{\"message\":{\"message\":[]}}", "\"error\"");

	private static final List<String> PIECES = List.of("data:", "data: ", "\n", "\n\n", "\r", "\r\n", "event: error\n",
			"event:", "error:", "id: ", ":", "[DONE]", "data: [DONE]\n\n", "{", "}", "[", "]", "\"", "\\", ",",
			"\u0000", "\ufeff", "<", "0", "e", "E", "-", ".", "\\u", "\\ud83d", "null", "\ud83d\ude00", "\t", " ");

	private HostileBytes() {
	}

	static byte[] of(FuzzRounds.Case fuzz) {
		byte[] bytes = original(fuzz);
		int damages = fuzz.random().nextInt(7);
		for (int i = 0; i < damages; i++) {
			bytes = damage(fuzz, bytes);
		}
		return bytes;
	}

	/**
	 * Make bytes that may repeat what must not be shown.
	 */
	static byte[] withSecret(FuzzRounds.Case fuzz, String secret) {
		byte[] bytes = of(fuzz);
		int times = fuzz.random().nextInt(3);
		int at = bytes.length;
		for (int i = 0; i < times; i++) {
			at = fuzz.random().nextInt(at + 1);
			bytes = join(bytes, at, Json.utf8(fuzz.oneOf(secret, "\"" + secret, " " + secret + " ")), at);
		}
		return bytes;
	}

	private static byte[] original(FuzzRounds.Case fuzz) {
		Random random = fuzz.random();
		return switch (random.nextInt(10)) {
			case 0 -> noise(random, random.nextInt(300));
			case 1, 2, 3 -> new FuzzStream(fuzz).bytes();
			case 4 -> nested(fuzz);
			default -> Json.utf8(ANSWERS.get(random.nextInt(ANSWERS.size())));
		};
	}

	private static byte[] noise(Random random, int length) {
		byte[] noise = new byte[length];
		random.nextBytes(noise);
		return noise;
	}

	/**
	 * Something deep, or long, in the middle of an event or of a document.
	 */
	private static byte[] nested(FuzzRounds.Case fuzz) {
		int size = fuzz.oneOf(10, 400, 600, 2000);
		String deep = fuzz.oneOf("[".repeat(size) + "]".repeat(size), "{\"a\":".repeat(size) + "1" + "}".repeat(size),
				"9".repeat(size), "[".repeat(size), "\"" + "x".repeat(size) + "\"", "{\"error\":".repeat(size),
				"[{\"message\":".repeat(size) + "1" + "}]".repeat(size), "0." + "1".repeat(size), "{},".repeat(size));
		String name = fuzz.oneOf("error", "choices", "usage", "x", "created", "object", "detail", "x_groq", "message");
		String inside = fuzz.oneOf("\"" + name + "\":" + deep, "\"choices\":[{\"" + name + "\":" + deep + "}]",
				"\"choices\":[{\"delta\":{\"content\":" + deep + ",\"tool_calls\":" + deep + "}}]",
				"\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":" + deep + "}}]}}]",
				"\"choices\":[{\"logprobs\":{\"content\":" + deep + "}}]");
		return Json.utf8(fuzz.oneOf("data: {" + inside + "}\n\n", "{" + inside + "}", "[{" + inside + "}]",
				"event: error\ndata: {" + inside + "}\n\n", "error: " + deep + "\n", deep));
	}

	static byte[] damage(FuzzRounds.Case fuzz, byte[] bytes) {
		Random random = fuzz.random();
		int at = random.nextInt(bytes.length + 1);
		int end = Math.min(bytes.length, at + random.nextInt(40));
		return switch (random.nextInt(9)) {
			case 0 -> flipped(random, bytes);
			case 1 -> Arrays.copyOf(bytes, at);
			case 2 -> join(bytes, at, new byte[0], end);
			case 3 -> join(bytes, at, Arrays.copyOfRange(bytes, at, end), at);
			case 4 -> join(bytes, at, noise(random, random.nextInt(8)), at);
			case 5 -> join(bytes, at, original(fuzz), fuzz.oneOf(at, bytes.length));
			case 6 -> join(bytes, at, Json.utf8(PIECES.get(random.nextInt(PIECES.size()))), fuzz.oneOf(at, end));
			default -> otherValue(random, bytes, at);
		};
	}

	private static byte[] flipped(Random random, byte[] bytes) {
		byte[] result = bytes.clone();
		if (result.length > 0) {
			result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
		}
		return result;
	}

	/**
	 * Put another value behind the next name of a JSON object.
	 */
	private static byte[] otherValue(Random random, byte[] bytes, int from) {
		int start = from;
		while (start < bytes.length && bytes[start] != ':') {
			start++;
		}
		int end = Math.min(bytes.length, start + 1);
		int depth = 0;
		while (end < bytes.length && (depth > 0 || (bytes[end] != ',' && bytes[end] != '}' && bytes[end] != ']'))) {
			depth += (bytes[end] == '{' || bytes[end] == '[') ? 1 : (bytes[end] == '}' || bytes[end] == ']') ? -1 : 0;
			end++;
		}
		String value = VALUES.get(random.nextInt(VALUES.size()));
		return join(bytes, Math.min(bytes.length, start + 1), Json.utf8(value), end);
	}

	private static byte[] join(byte[] bytes, int end, byte[] middle, int start) {
		ByteArrayOutputStream result = new ByteArrayOutputStream();
		result.write(bytes, 0, end);
		result.writeBytes(middle);
		result.write(bytes, start, bytes.length - start);
		return result.toByteArray();
	}

}
