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

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import io.github.hfspring.tool.HuggingFaceTool;
import io.github.hfspring.tool.ToolParameter;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * A tool: a method that the model may call.
 */
@Component
class TimeTool {

	private final Clock clock = Clock.systemDefaultZone();

	@HuggingFaceTool("The date and the time now")
	String time(
			@ToolParameter("A time zone such as Europe/Rome; by default that of the server") @Nullable String zone) {
		ZoneId id = (zone != null) ? ZoneId.of(zone) : this.clock.getZone();
		return ZonedDateTime.now(this.clock.withZone(id)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
	}

}
