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

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a method a {@link Tool}. With Spring Boot the methods of beans are found; without
 * it {@link AnnotatedTools} finds those of an object.
 * <p>
 * Each parameter of the method is a parameter of the tool, named as it is in the code
 * (which takes the compiler's option {@code -parameters}) and required unless it is
 * {@code @Nullable} or an {@code Optional}. A {@link ToolContext} among them is not shown
 * to the model. The method may block, unless it returns a {@code Publisher} or a
 * {@code CompletionStage}. A {@code String} goes to the model as it is, everything else
 * as JSON.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ToolReflectiveProcessor.class)
public @interface HuggingFaceTool {

	/**
	 * Alias for {@link #description()}.
	 * @return the description
	 */
	@AliasFor("description")
	String value() default "";

	/**
	 * What the tool is good for, for the model to read.
	 * @return the description
	 */
	@AliasFor("value")
	String description() default "";

	/**
	 * The name of the tool.
	 * @return the name; by default that of the method
	 */
	String name() default "";

}
