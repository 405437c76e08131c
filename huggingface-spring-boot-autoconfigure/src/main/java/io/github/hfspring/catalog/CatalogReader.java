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

package io.github.hfspring.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what endpoints say of their models: the router, vLLM, SGLang, TGI and llama.cpp.
 * What cannot be understood of them is left out.
 */
final class CatalogReader {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private CatalogReader() {
	}

	/**
	 * Read a list of models.
	 * @throws HuggingFaceException if it is none
	 */
	static List<CatalogModel> models(Map<String, Object> body) {
		if (!(body.get("data") instanceof List<?>)) {
			throw malformed("The endpoint answers without a list of models, which would be its field 'data'");
		}
		List<CatalogModel> models = new ArrayList<>();
		for (Map<String, Object> fields : new CatalogFields(body).takeObjects("data")) {
			CatalogModel model = model(fields);
			if (model != null) {
				models.add(model);
			}
		}
		return List.copyOf(models);
	}

	/**
	 * Read one model, which may be the only one of a list.
	 * @throws HuggingFaceException if it is neither
	 */
	static @Nullable CatalogModel only(Map<String, Object> body) {
		if (body.get("data") instanceof List<?>) {
			List<CatalogModel> models = models(body);
			return (models.size() == 1) ? models.get(0) : null;
		}
		CatalogModel model = model(body);
		if (model == null) {
			throw malformed("The endpoint answers without a model, which would have the field 'id'");
		}
		return model;
	}

	private static HuggingFaceException malformed(String message) {
		return HuggingFaceException.of(ErrorKind.MALFORMED_RESPONSE, message + "; check 'huggingface.base-url'")
			.build();
	}

	/**
	 * Find a model. vLLM tells the original id of one that it serves by another name.
	 */
	static @Nullable CatalogModel find(List<CatalogModel> models, String id) {
		for (CatalogModel model : models) {
			if (model.id().equals(id)) {
				return model;
			}
		}
		for (CatalogModel model : models) {
			if (id.equals(model.additionalFields().get("root"))) {
				return model;
			}
		}
		return null;
	}

	private static @Nullable CatalogModel model(Map<String, Object> body) {
		CatalogFields fields = new CatalogFields(body);
		String id = fields.takeText("id");
		if (id == null || id.isBlank()) {
			return null;
		}
		fields.take("object");
		CatalogFields architecture = new CatalogFields(fields.takeObject("architecture"));
		List<CatalogProvider> providers = new ArrayList<>();
		for (Map<String, Object> entry : fields.takeObjects("providers")) {
			CatalogProvider provider = provider(entry);
			if (provider != null) {
				providers.add(provider);
			}
		}
		return new CatalogModel(id, fields.takeText("owned_by"), created(fields.takeNumber("created")),
				architecture.takeTexts("input_modalities"), architecture.takeTexts("output_modalities"),
				contextLength(fields), providers, fields.rest());
	}

	/**
	 * What the server was started with. What the model was trained with, as llama.cpp
	 * tells, is not meant here.
	 */
	private static @Nullable Integer contextLength(CatalogFields fields) {
		Integer length = fields.takeCount("max_model_len");
		length = (length != null) ? length : fields.takeCount("context_length");
		return (length != null) ? length : new CatalogFields(fields.object("meta")).takeCount("n_ctx");
	}

	/**
	 * Servers that do not know say 0.
	 */
	private static @Nullable Instant created(@Nullable Double seconds) {
		return (seconds != null && seconds > 0 && seconds < Integer.MAX_VALUE * 8.0)
				? Instant.ofEpochSecond(seconds.longValue()) : null;
	}

	private static @Nullable CatalogProvider provider(Map<String, Object> body) {
		CatalogFields fields = new CatalogFields(body);
		String name = fields.takeText("provider");
		if (name == null || name.isBlank()) {
			return null;
		}
		CatalogFields pricing = new CatalogFields(fields.takeObject("pricing"));
		return new CatalogProvider(name, fields.takeText("status"), fields.takeCount("context_length"),
				pricing.takeNumber("input"), pricing.takeNumber("output"), fields.takeFlag("is_free"),
				fields.takeFlag("supports_tools"), fields.takeFlag("supports_structured_output"),
				latency(fields.takeNumber("first_token_latency_ms")), fields.takeNumber("throughput"),
				fields.takeFlag("is_model_author"), fields.rest());
	}

	private static @Nullable Duration latency(@Nullable Double millis) {
		return (millis != null && millis >= 0 && millis < Integer.MAX_VALUE)
				? Duration.ofNanos((long) (millis * NANOS_PER_MILLI)) : null;
	}

}
