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

package io.github.hfspring.benchmarks.shape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The form that a server gives its chunks.
 */
public enum Shape {

	/** Every chunk has a role; only the text changes, and the time once a second. */
	TGI {

		@Override
		String chunk(int index, int total, String text) {
			return tgi(index, "{\"role\":\"assistant\",\"content\":" + text + "}", "null");
		}

		@Override
		List<String> last(int total) {
			return List.of(tgi(total, "{\"role\":\"assistant\",\"content\":\"\"}", "\"stop\""));
		}

	},

	/**
	 * A role in the first chunk only; many fields that are null; only the text changes.
	 */
	VLLM {

		@Override
		List<String> first() {
			return List.of(vllm("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
		}

		@Override
		String chunk(int index, int total, String text) {
			return vllm("{\"content\":" + text + ",\"refusal\":null,\"reasoning_content\":null,\"tool_calls\":[]}",
					"null");
		}

		@Override
		List<String> last(int total) {
			return List.of(vllm("{\"content\":\"\"}", "\"stop\""));
		}

	},

	/** The text twice and the number of its token: no two chunks are alike around it. */
	TOGETHER {

		@Override
		String chunk(int index, int total, String text) {
			return together(text, (index * 0x9E3779B1 >>> 15) % 128_000, "null", "null");
		}

		@Override
		List<String> last(int total) {
			return List.of(together("\"\"", 128_009, "\"stop\"", usage(total)));
		}

	},

	/** A field of its own in the first chunk and in the last. */
	GROQ {

		@Override
		List<String> first() {
			return List.of(groq("{\"role\":\"assistant\",\"content\":\"\"}", "null",
					",\"x_groq\":{\"id\":\"req_01jbd6g2qdfw2adyrt2az8hz4w\",\"seed\":1736401293}"));
		}

		@Override
		String chunk(int index, int total, String text) {
			String escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
			return groq("{\"content\":" + escaped + "}", "null", "");
		}

		@Override
		List<String> last(int total) {
			return List.of(groq("{}", "\"stop\"",
					",\"x_groq\":{\"id\":\"req_01jbd6g2qdfw2adyrt2az8hz4w\",\"usage\":" + usage(total) + "}"));
		}

	},

	/** Reasoning in the first half, the answer in the second. */
	DEEPSEEK {

		@Override
		List<String> first() {
			return List
				.of(deepseek("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}", "null", ""));
		}

		@Override
		String chunk(int index, int total, String text) {
			boolean reasoning = index < total / 2;
			return deepseek(reasoning ? "{\"content\":null,\"reasoning_content\":" + text + "}"
					: "{\"content\":" + text + ",\"reasoning_content\":null}", "null", "");
		}

		@Override
		List<String> last(int total) {
			return List.of(deepseek("{\"content\":\"\",\"reasoning_content\":null}", "\"stop\"",
					",\"usage\":" + usage(total)));
		}

	},

	/** Calls of tools, whose arguments come in fragments. */
	TOOLS {

		@Override
		List<String> first() {
			return List.of(tools("\"role\":\"assistant\",\"content\":null,",
					"{\"index\":0," + "\"id\":\"call_a1b2c3d4e5f6\",\"type\":\"function\","
							+ "\"function\":{\"name\":\"write_file\",\"arguments\":\"\"}}",
					"null"));
		}

		@Override
		String chunk(int index, int total, String text) {
			return tools("", "{\"index\":0,\"function\":{\"arguments\":" + text + "}}", "null");
		}

		@Override
		String text(int index, int total) {
			if (index == 0) {
				return "{\"text\":\"";
			}
			if (index == total - 1) {
				return "\"}";
			}
			// The arguments are JSON in JSON
			String quoted = Words.quote(super.text(index, total));
			return quoted.substring(1, quoted.length() - 1);
		}

		@Override
		List<String> last(int total) {
			return List.of(tools("", "", "\"tool_calls\""));
		}

	};

	private static final long CREATED = 1_764_000_000;

	/** How many chunks a second a model writes, for the time in them. */
	private static final int CHUNKS_PER_SECOND = 50;

	/**
	 * Return the name of the shape, as it is in the name of a model.
	 * @return the name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Write a stream.
	 * @param chunks how many chunks with text
	 * @return the stream
	 */
	public Rendering render(int chunks) {
		List<byte[]> events = new ArrayList<>(chunks + 3);
		long characters = 0;
		first().forEach((json) -> events.add(event(json)));
		for (int i = 0; i < chunks; i++) {
			String text = text(i, chunks);
			characters += text.length();
			events.add(event(chunk(i, chunks, Words.quote(text))));
		}
		last(chunks).forEach((json) -> events.add(event(json)));
		events.add(event("[DONE]"));
		return new Rendering(List.copyOf(events), chunks, characters);
	}

	/**
	 * Return the text of a whole answer.
	 * @param words how many words
	 * @return the text
	 */
	public static String answer(int words) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < words; i++) {
			text.append(Words.word(i));
		}
		return text.toString();
	}

	/**
	 * Write a whole answer, which has one form whatever the shape.
	 * @param words how many words
	 * @return the JSON
	 */
	public static byte[] completion(int words) {
		String json = "{\"object\":\"chat.completion\",\"id\":\"chatcmpl-7f1c9d2e\",\"created\":" + CREATED
				+ ",\"model\":\"meta-llama/Llama-3.3-70B-Instruct\",\"system_fingerprint\":\"3.3.5-sha-a1b2c3d\","
				+ "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
				+ Words.quote(answer(words)) + "},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
				+ usage(words) + "}";
		return json.getBytes(StandardCharsets.UTF_8);
	}

	List<String> first() {
		return List.of();
	}

	abstract String chunk(int index, int total, String text);

	abstract List<String> last(int total);

	String text(int index, int total) {
		return Words.word(index);
	}

	private static byte[] event(String data) {
		return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

	private static String usage(int completionTokens) {
		return "{\"prompt_tokens\":17,\"completion_tokens\":" + completionTokens + ",\"total_tokens\":"
				+ (completionTokens + 17) + "}";
	}

	private static String tgi(int index, String delta, String finishReason) {
		return "{\"object\":\"chat.completion.chunk\",\"id\":\"\",\"created\":" + (CREATED + index / CHUNKS_PER_SECOND)
				+ ",\"model\":\"meta-llama/Llama-3.3-70B-Instruct\",\"system_fingerprint\":\"3.3.5-sha-a1b2c3d\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
				+ finishReason + "}],\"usage\":null}";
	}

	private static String vllm(String delta, String finishReason) {
		return "{\"id\":\"chatcmpl-5f0c8e2d9b7a4c1e\",\"object\":\"chat.completion.chunk\",\"created\":" + CREATED
				+ ",\"model\":\"Qwen/Qwen3-235B-A22B\",\"choices\":[{\"index\":0,\"delta\":" + delta
				+ ",\"logprobs\":null,\"finish_reason\":" + finishReason
				+ ",\"stop_reason\":null,\"token_ids\":null}],\"service_tier\":null,\"prompt_logprobs\":null}";
	}

	private static String together(String text, int token, String finishReason, String usage) {
		return "{\"id\":\"oS9XtEv-2j9zxn-98f1b6d7ae2c4f10\",\"object\":\"chat.completion.chunk\",\"created\":" + CREATED
				+ ",\"choices\":[{\"index\":0,\"text\":" + text + ",\"logprobs\":null,\"finish_reason\":" + finishReason
				+ ",\"seed\":null,\"delta\":{\"token_id\":" + token + ",\"role\":\"assistant\",\"content\":" + text
				+ ",\"tool_calls\":[]}}],\"model\":\"meta-llama/Llama-3.3-70B-Instruct-Turbo\",\"usage\":" + usage
				+ "}";
	}

	private static String groq(String delta, String finishReason, String more) {
		return "{\"id\":\"chatcmpl-b7d0c8a1-6f2e-4d53-9c1b-2a7e5f8d9c30\",\"object\":\"chat.completion.chunk\","
				+ "\"created\":" + CREATED + ",\"model\":\"llama-3.3-70b-versatile\","
				+ "\"system_fingerprint\":\"fp_3f3b593e33\",\"choices\":[{\"index\":0,\"delta\":" + delta
				+ ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]" + more + "}";
	}

	private static String deepseek(String delta, String finishReason, String more) {
		return "{\"id\":\"8d1f0a7c-2b6e-4f3d-9a5c-7e1b3d9f2c84\",\"object\":\"chat.completion.chunk\",\"created\":"
				+ CREATED + ",\"model\":\"deepseek-ai/DeepSeek-R1\","
				+ "\"system_fingerprint\":\"fp_f253fc19d1_prod0820_fp8_kvcache\",\"choices\":[{\"index\":0,\"delta\":"
				+ delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]" + more + "}";
	}

	private static String tools(String before, String call, String finishReason) {
		return "{\"id\":\"chatcmpl-1e7d3c9b5a2f4860\",\"object\":\"chat.completion.chunk\",\"created\":" + CREATED
				+ ",\"model\":\"Qwen/Qwen3-235B-A22B\",\"choices\":[{\"index\":0,\"delta\":{" + before
				+ "\"tool_calls\":[" + call + "]},\"logprobs\":null,\"finish_reason\":" + finishReason
				+ "}],\"usage\":null,\"service_tier\":null}";
	}

}
