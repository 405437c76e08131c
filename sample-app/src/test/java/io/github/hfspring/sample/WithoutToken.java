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

package io.github.hfspring.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;

/**
 * Runs the application on a port of its own, as if there was no token on this machine.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "huggingface.api-key=", "HF_TOKEN=", "HUGGING_FACE_HUB_TOKEN=", "HUGGINGFACEHUB_API_TOKEN=",
				"HF_TOKEN_PATH=", "HF_HUB_DISABLE_IMPLICIT_TOKEN=1",
				"huggingface.base-url=https://router.huggingface.co/v1", "huggingface.retry.initial-interval=10ms" })
@AutoConfigureWebTestClient(timeout = "30s")
public @interface WithoutToken {

}
