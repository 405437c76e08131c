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

package io.github.hfspring.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the annotations of Jakarta Validation. The module takes regular expressions as
 * they are, and none where there are several.
 */
final class JakartaConstraints extends JakartaValidationModule {

	private JakartaConstraints() {
		super(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS);
	}

	/**
	 * Add the annotations. A method of this class, because the module may be missing.
	 * @param config where to add them
	 */
	static void addTo(SchemaGeneratorConfigBuilder config) {
		config.with(new JakartaConstraints());
	}

	@Override
	protected @Nullable String resolveStringPattern(MemberScope<?, ?> member) {
		if (!member.getType().isInstanceOf(CharSequence.class)) {
			return null;
		}
		List<Pattern> patterns = new ArrayList<>();
		Pattern pattern = getAnnotationFromFieldOrGetter(member, Pattern.class, Pattern::groups);
		if (pattern != null) {
			patterns.add(pattern);
		}
		Pattern.List list = getAnnotationFromFieldOrGetter(member, Pattern.List.class, (all) -> new Class<?>[0]);
		if (list != null) {
			patterns.addAll(List.of(list.value()));
		}
		// There is room for one, and flags have no words in JSON schema
		return patterns.stream()
			.filter((each) -> each.flags().length == 0)
			.map((each) -> WholePattern.of(each.regexp()))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(() -> ofEmail(getAnnotationFromFieldOrGetter(member, Email.class, Email::groups)));
	}

	private static @Nullable String ofEmail(@Nullable Email email) {
		return (email != null && email.flags().length == 0 && !email.regexp().equals(".*"))
				? WholePattern.of(email.regexp()) : null;
	}

}
