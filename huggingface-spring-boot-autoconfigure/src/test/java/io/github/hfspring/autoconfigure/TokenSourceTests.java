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

package io.github.hfspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TokenSource}.
 */
class TokenSourceTests {

	@TempDir
	private Path home;

	@Test
	void prefersTheProperty() {
		assertThat(find("hf_property", Map.of("HF_TOKEN", "hf_variable"))).isEqualTo("hf_property");
	}

	@Test
	void looksAtTheVariablesInOrder() {
		assertThat(find(null, Map.of("HF_TOKEN", "a", "HUGGING_FACE_HUB_TOKEN", "b", "HUGGINGFACEHUB_API_TOKEN", "c")))
			.isEqualTo("a");
		assertThat(find(null, Map.of("HUGGING_FACE_HUB_TOKEN", "b", "HUGGINGFACEHUB_API_TOKEN", "c"))).isEqualTo("b");
		assertThat(find(null, Map.of("HUGGINGFACEHUB_API_TOKEN", "c"))).isEqualTo("c");
	}

	@Test
	void takesBlankForAbsent() {
		assertThat(find("  ", Map.of("HF_TOKEN", "\t", "HUGGING_FACE_HUB_TOKEN", "b"))).isEqualTo("b");
	}

	@Test
	void takesWhiteSpaceAroundAValueAway() {
		assertThat(find("hf_property\n", Map.of())).isEqualTo("hf_property");
		assertThat(find(null, Map.of("HF_TOKEN", " hf_variable\r\n"))).isEqualTo("hf_variable");
	}

	@Test
	void readsTheFileThatAVariableNames() throws IOException {
		Path file = Files.writeString(this.home.resolve("secret"), "hf_file\n");
		assertThat(find(null, Map.of("HF_TOKEN_PATH", file.toString()))).isEqualTo("hf_file");
	}

	@Test
	void variablesWinOverFiles() throws IOException {
		Path file = Files.writeString(this.home.resolve("secret"), "hf_file\n");
		assertThat(find(null, Map.of("HF_TOKEN_PATH", file.toString(), "HF_TOKEN", "hf_variable")))
			.isEqualTo("hf_variable");
	}

	@Test
	void readsTheFileOfTheCommandLineClient() throws IOException {
		Files.createDirectories(this.home.resolve(".cache/huggingface"));
		Files.writeString(this.home.resolve(".cache/huggingface/token"), "hf_default");
		assertThat(find(null, Map.of("user.home", this.home.toString()))).isEqualTo("hf_default");
	}

	@Test
	void readsTheFileInTheCacheOfTheDesktop() throws IOException {
		Files.createDirectories(this.home.resolve("huggingface"));
		Files.writeString(this.home.resolve("huggingface/token"), "hf_cache");
		assertThat(find(null, Map.of("XDG_CACHE_HOME", this.home.toString()))).isEqualTo("hf_cache");
	}

	@Test
	void readsTheFileInTheHomeOfHuggingFace() throws IOException {
		Files.writeString(this.home.resolve("token"), "hf_home");
		assertThat(find(null, Map.of("HF_HOME", this.home.toString()))).isEqualTo("hf_home");
	}

	@Test
	void expandsVariablesAndTheHomeInPaths() throws IOException {
		Files.writeString(this.home.resolve("token"), "hf_home");
		assertThat(find(null, Map.of("HF_HOME", "$PLACE", "PLACE", this.home.toString()))).isEqualTo("hf_home");
		assertThat(find(null, Map.of("HF_HOME", "~", "user.home", this.home.toString()))).isEqualTo("hf_home");
	}

	@Test
	void doesNotReadTheDefaultFilesWhenThatIsForbidden() throws IOException {
		Path file = Files.writeString(this.home.resolve("token"), "hf_home");
		Map<String, Object> forbidden = Map.of("HF_HOME", this.home.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
		assertThat(find(null, forbidden)).isNull();
		assertThat(find(null, Map.of("HF_TOKEN_PATH", file.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")))
			.isEqualTo("hf_home");
	}

	@Test
	void findsNoneWhereThereIsNone() {
		assertThat(find(null, Map.of("HF_TOKEN_PATH", this.home.resolve("missing").toString()))).isNull();
	}

	@Test
	void refusesAPlaceholderThatWasNotResolved() {
		assertThatExceptionOfType(InvalidHuggingFaceConfigurationException.class)
			.isThrownBy(() -> find("${HF_TOKEN}", Map.of()))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("huggingface.api-key"));
		assertThatExceptionOfType(InvalidHuggingFaceConfigurationException.class)
			.isThrownBy(() -> find(null, Map.of("HF_TOKEN", "${OTHER}")))
			.withMessageContaining("HF_TOKEN");
	}

	@Test
	void refusesATokenInTwoPiecesWithoutShowingIt() {
		assertThatExceptionOfType(InvalidHuggingFaceConfigurationException.class)
			.isThrownBy(() -> find("hf_first\nhf_second", Map.of()))
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.action()).doesNotContain("first", "second"));
	}

	private String find(String apiKey, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addFirst(new MapPropertySource("test", variables));
		return new TokenSource(environment).find(apiKey);
	}

}
