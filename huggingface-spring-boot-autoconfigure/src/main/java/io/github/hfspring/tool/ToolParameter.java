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

package io.github.hfspring.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Describes a parameter of a {@link HuggingFaceTool}.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ToolParameter {

	/**
	 * Alias for {@link #description()}.
	 * @return the description
	 */
	@AliasFor("description")
	String value() default "";

	/**
	 * What the parameter means, for the model to read.
	 * @return the description
	 */
	@AliasFor("value")
	String description() default "";

	/**
	 * The name of the parameter.
	 * @return the name; by default that in the code
	 */
	String name() default "";

	/**
	 * Whether the model has to give it. One that is {@code @Nullable} or an
	 * {@code Optional} is never required.
	 * @return whether it has to
	 */
	boolean required() default true;

}
