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

import io.github.hfspring.chat.ErrorKind;

/**
 * Statuses that are errors, with the bodies that real servers give them.
 */
final class StatusFaults extends FaultTable {

	@Override
	String title() {
		return "A status that says no";
	}

	@Override
	List<FaultRow> rows() {
		return List.of(
				fails("400, 422 or another 4xx", ErrorKind.INVALID_REQUEST,
						"Read `serverMessage()` and `param()`, and correct the request.",
						fault("400 of the router", json(400,
								"{'error':{'message':'The provider auto is not valid.',"
										+ "'type':'invalid_request_error','param':'model','code':'invalid_provider'}}"))
							.status(400),
						fault("400 of an old vLLM",
								json(400,
										"{'object':'error','message':'Bad temperature',"
												+ "'type':'BadRequestError','param':null,'code':400}"))
							.status(400),
						fault("400 with a list", json(400, "{'error':['Error in stream','not supported']}"))
							.status(400),
						fault("400 of Google",
								json(400,
										"[{'error':{'code':400,'message':'Invalid value',"
												+ "'status':'INVALID_ARGUMENT'}}]"))
							.status(400),
						fault("400 without a body", empty(400)).status(400),
						fault("422 of TGI",
								json(422, "{'error':'Tool error: no such tool','error_type':'tool_error'}"))
							.status(422),
						fault("422 as text", reply(422, "text/plain", "Failed to deserialize the JSON body"))
							.status(422),
						fault("422 of FastAPI",
								json(422,
										"{'detail':[{'type':'missing','loc':['body','messages'],"
												+ "'msg':'Field required','input':{}}]}"))
							.status(422),
						fault("409", json(409, "{'error':'Conflict'}")).status(409),
						fault("451 as a page", html(451)).status(451)),

				fails("400 or 422 that complain about the length", ErrorKind.CONTEXT_LENGTH_EXCEEDED,
						"Send less of the conversation, or lower `maxTokens`.",
						fault("400 of vLLM",
								json(400, "{'error':{'message':'You passed 1015 input tokens and requested 10 "
										+ "output tokens. However, the context length is only 1024 tokens','type':"
										+ "'BadRequestError','param':'input_tokens','code':400}}"))
							.status(400),
						fault("422 of TGI",
								json(422,
										"{'error':'Input validation error: inputs tokens + max_new_tokens "
												+ "must be <= 1512','error_type':'validation'}"))
							.status(422)),

				fails("401", ErrorKind.AUTHENTICATION, "Check [the token](http-client.md#the-token).",
						fault("401 of the router", json(401, "{'error':'Invalid username or password.'}")).status(401),
						fault("401 of FastAPI", json(401, "{'detail':'Invalid API Key'}")).status(401),
						fault("401 of Kong", json(401, "{'message':'No API key found in request'}")).status(401),
						fault("401 of TGI, without a body", empty(401)).status(401)),

				fails("402", ErrorKind.CREDITS_EXHAUSTED, "Buy credits, or set `huggingface.bill-to`.",
						fault("402 of the router",
								json(402, "{'error':'You have depleted your monthly included credits.'}"))
							.status(402),
						fault("402 without a body", empty(402)).status(402)),

				fails("403", ErrorKind.PERMISSION, "Give the token the permission, or ask for access to the model.",
						fault("403 of the router",
								json(403,
										"{'error':'This authentication method does not have "
												+ "sufficient permissions to call Inference Providers'}"))
							.status(403),
						fault("403 as a page", html(403)).status(403)),

				fails("404, or 400 that does not know the model", ErrorKind.MODEL_NOT_AVAILABLE,
						"Correct the id of the model or the provider, or `huggingface.base-url`.",
						fault("404 of hf-inference", json(404, "{'error':'Model x does not exist'}")).status(404),
						fault("404 as a problem",
								reply(404, "application/problem+json",
										Json.of("{'status':404,'title':'Not Found','detail':'no such route'}")))
							.status(404),
						fault("404 as text", reply(404, "text/plain", "Not Found")).status(404),
						fault("400 with model_not_found",
								json(400, "{'error':{'message':'The requested model x does not "
										+ "exist.','type':'invalid_request_error','param':'model','code':'model_not_found'}}"))
							.status(400),
						fault("400 with model_not_supported", json(400, "{'error':{'message':'The requested model x is "
								+ "not supported by any provider you have enabled.','code':'model_not_supported'}}"))
							.status(400)),

				fails("408", ErrorKind.TIMEOUT, "Wait for the retries, or ask for a shorter answer.",
						fault("408 without a body", empty(408)).status(408),
						fault("408 as a page", html(408)).status(408)),

				fails("413", ErrorKind.PAYLOAD_TOO_LARGE, "Send smaller images, or fewer.",
						fault("413 of TGI, as text",
								reply(413, "text/plain", "Failed to buffer the request body: length limit exceeded"))
							.status(413),
						fault("413 as a page", html(413)).status(413),
						fault("413, and closes", head(413, "Connection: close", "Content-Length: 0").then(CLOSE))
							.status(413)),

				fails("429", ErrorKind.RATE_LIMITED, "Wait for the retries; ask less often.",
						fault("429 without a body", empty(429)).status(429),
						fault("429 of the old API", json(429, "{'error':'Rate limit reached. Please log in'}"))
							.status(429),
						fault("429 of OpenRouter",
								json(429, "{'error':{'code':429,'message':'Provider returned error',"
										+ "'metadata':{'raw':'slow down','provider_name':'Acme'}},'user_id':'u'}"))
							.status(429)),

				fails("429 or 5xx that say the server is overloaded, or 425", ErrorKind.OVERLOADED,
						"Wait for the retries, or choose another provider.",
						fault("429 of TGI", json(429, "{'error':'Model is overloaded','error_type':'overloaded'}"))
							.status(429),
						fault("503 overloaded", json(503, "{'error':'overloaded'}")).status(503),
						fault("425", empty(425)).status(425)),

				fails("503 while the model is loaded", ErrorKind.MODEL_LOADING,
						"Wait: the starter [asks again](#cold-models) until it is there.",
						fault("503 with an estimated time",
								json(503, "{'error':'Model x is currently loading','estimated_time':20.0}"))
							.status(503),
						fault("503 of llama.cpp",
								json(503,
										"{'error':{'code':503,'message':'Loading model',"
												+ "'type':'unavailable_error'}}"))
							.status(503)),

				fails("another 5xx, or 424", ErrorKind.SERVER_ERROR,
						"Wait for the retries, or choose another provider.",
						fault("424 of TGI",
								json(424,
										"{'error':'Request failed during generation'," + "'error_type':'generation'}"))
							.status(424),
						fault("500 of Together",
								json(500,
										"{'error':{'code':null,'message':'Internal server error',"
												+ "'param':null,'type':'server_error'},'id':'oS9XtEv'}"))
							.status(500),
						fault("500 with warnings",
								json(500, "{'error':'unknown error','warnings':['There was an inference error']}"))
							.status(500),
						fault("500 with broken JSON", json(500, "{'error':{'message':'Int")).status(500),
						fault("502 as a page", html(502)).status(502),
						fault("503 without a body", empty(503)).status(503),
						fault("504 as a page", html(504)).status(504),
						fault("a status that nobody knows", empty(999)).status(999)),

				fails("an error status with a body that breaks off, stalls or never ends", ErrorKind.SERVER_ERROR,
						"As for the status, retries included; the body is not waited for.",
						fault("a body that is cut by a close",
								head(500, "Content-Length: 1000").then(raw("Oops")).then(CLOSE))
							.status(500),
						fault("a body that is cut by a reset",
								head(500, "Content-Length: 1000").then(raw("Oops")).then(RESET))
							.status(500),
						fault("a body that stalls", head(500, "Content-Length: 1000").then(raw("Oops"))).status(500),
						fault("a body without end",
								head(500, "Content-Type: text/plain")
									.then(forever(raw("Oops ".repeat(1000)), Duration.ZERO)))
							.status(500),
						fault("a chunk that is none",
								head(500, "Transfer-Encoding: chunked").then(raw("xyz\r\nOops\r\n")))
							.status(500),
						fault("compressed and broken",
								head(500, "Content-Encoding: gzip", "Content-Length: 4").then(raw("Oops")))
							.status(500)),

				fails("a redirect", ErrorKind.REDIRECT,
						"Correct `huggingface.base-url`, or allow [redirects](http-client.md#redirects).",
						redirect(301), redirect(302), redirect(303), redirect(307), redirect(308),
						fault("307 to nowhere", head(307, "Location: ::no url::", "Content-Length: 0")).status(307),
						fault("308 without a target", empty(308)).status(308), fault("304", head(304)).status(304)),

				answers("another 2xx with an answer", "Nothing.", fault("201", json(201, Answers.COMPLETION)),
						fault("206", json(206, Answers.COMPLETION))));
	}

	private static Fault redirect(int status) {
		return fault(status + " to another host",
				head(status, "Location: http://127.0.0.2:1/v1/chat/completions", "Content-Length: 0"))
			.status(status);
	}

}
