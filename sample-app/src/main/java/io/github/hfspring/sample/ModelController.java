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

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceModelInfo;
import io.github.hfspring.sample.standin.StandIn;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells who answers: the page wants to know, and so does whoever reads the log.
 */
@RestController
class ModelController {

	private static final Log logger = LogFactory.getLog(ModelController.class);

	private final HuggingFaceModelInfo info;

	ModelController(HuggingFaceChatModel model) {
		this.info = model.info();
	}

	@GetMapping("/model")
	ModelView model() {
		return new ModelView(this.info.model(), isStandIn());
	}

	@EventListener
	void onReady(ApplicationReadyEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		String address = "http://localhost:" + environment.getProperty("local.server.port");
		if (isStandIn()) {
			logger.warn("No token was found, so a STAND-IN answers, which repeats what it is told: " + address
					+ StandIn.PATH + ". Set HF_TOKEN to talk to a real model.");
		}
		else {
			logger.info("Answers come from " + this.info.model() + " at " + this.info.baseUrl());
		}
		logger.info("Open " + address + " in a browser");
	}

	private boolean isStandIn() {
		return StandIn.BASE_URL.equals(this.info.baseUrl());
	}

	record ModelView(@Nullable String model, boolean standIn) {

	}

}
