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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import io.github.hfspring.chat.AudioPart;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.FilePart;
import io.github.hfspring.chat.ImagePart;
import io.github.hfspring.chat.MediaData;
import io.github.hfspring.chat.RawPart;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.VideoPart;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the parts of a message as JSON. Base64 goes past the generator to where that
 * writes to, so that it exists there and nowhere else.
 */
final class PartWriter {

	private final JsonGenerator generator;

	private final OutputStream out;

	/**
	 * Create a writer.
	 * @param generator writes the JSON
	 * @param out where the generator writes to
	 */
	PartWriter(JsonGenerator generator, OutputStream out) {
		this.generator = generator;
		this.out = out;
	}

	/**
	 * Write a part.
	 * @param part the part
	 */
	void write(ContentPart part) {
		if (part instanceof RawPart raw) {
			this.generator.writePOJO(raw.fields());
			return;
		}
		this.generator.writeStartObject();
		if (part instanceof TextPart text) {
			field("type", "text");
			field("text", text.text());
		}
		else if (part instanceof ImagePart image) {
			begin("image_url");
			url(image.url(), image.data());
			field("detail", image.detail());
			this.generator.writeEndObject();
		}
		else if (part instanceof AudioPart audio) {
			audio(audio);
		}
		else if (part instanceof VideoPart video) {
			begin("video_url");
			url(video.url(), video.data());
			this.generator.writeEndObject();
		}
		else if (part instanceof FilePart file) {
			file(file);
		}
		this.generator.writeEndObject();
	}

	private void audio(AudioPart audio) {
		if (audio.data() == null) {
			begin("audio_url");
			field("url", audio.url());
		}
		else {
			begin("input_audio");
			this.generator.writeName("data");
			base64("", audio.data());
			field("format", audio.format());
		}
		this.generator.writeEndObject();
	}

	private void file(FilePart file) {
		begin("file");
		field("filename", file.filename());
		field("file_id", file.fileId());
		if (file.data() != null) {
			this.generator.writeName("file_data");
			dataUrl(file.data());
		}
		this.generator.writeEndObject();
	}

	/**
	 * Begin the object that has the name of the type of its part.
	 */
	private void begin(String type) {
		field("type", type);
		this.generator.writeName(type);
		this.generator.writeStartObject();
	}

	private void url(@Nullable String url, @Nullable MediaData data) {
		field("url", url);
		if (data != null) {
			this.generator.writeName("url");
			dataUrl(data);
		}
	}

	private void dataUrl(MediaData data) {
		base64("data:" + data.mimeType() + ";base64,", data);
	}

	/**
	 * Nothing here needs to be escaped: a MIME type is made of characters that do not.
	 */
	private void base64(String prefix, MediaData data) {
		this.generator.writeRawValue("\"" + prefix);
		this.generator.flush();
		try {
			data.writeBase64(this.out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.generator.writeRaw('"');
	}

	private void field(String name, @Nullable String value) {
		if (value != null) {
			this.generator.writeStringProperty(name, value);
		}
	}

}
