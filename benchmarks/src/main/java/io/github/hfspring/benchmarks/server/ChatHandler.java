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

package io.github.hfspring.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.hfspring.benchmarks.shape.ModelName;
import io.github.hfspring.benchmarks.shape.Shape;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection. Everything is rendered once and written as it
 * is.
 */
final class ChatHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

	private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]+)\"");

	private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");

	private final Shared shared;

	private @Nullable OfferWriter writer;

	ChatHandler(Shared shared) {
		this.shared = shared;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
		if (request.method() == HttpMethod.GET) {
			byte[] taken = String.valueOf(this.shared.taken().get()).getBytes(StandardCharsets.US_ASCII);
			context.writeAndFlush(Offer.document("200 OK", taken));
			return;
		}
		String body = request.content().toString(StandardCharsets.UTF_8);
		Matcher model = MODEL.matcher(body);
		if (!request.uri().endsWith("/chat/completions") || !model.find()) {
			context.writeAndFlush(
					Offer.document("404 Not Found", "{\"error\":\"Not Found\"}".getBytes(StandardCharsets.US_ASCII)));
			return;
		}
		if (!STREAM.matcher(body).find()) {
			context.writeAndFlush(this.shared.document(model.group(1)).duplicate());
			return;
		}
		this.writer = new OfferWriter(context, this.shared.stream(model.group(1)), this.shared.taken());
		this.writer.start();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.writer != null && context.channel().isWritable()) {
			this.writer.writable();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.writer != null) {
			this.writer.stop();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// Clients that are done with a stream reset the connection
		context.close();
	}

	/**
	 * What all connections share.
	 *
	 * @param streams what was rendered so far
	 * @param documents what was rendered so far
	 * @param taken how many bytes of counted offers were handed to the operating system
	 */
	record Shared(Map<String, Offer> streams, Map<String, ByteBuf> documents, AtomicLong taken) {

		Shared() {
			this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new AtomicLong());
		}

		Offer stream(String model) {
			Offer offer = this.streams.computeIfAbsent(model, (name) -> Offer.stream(ModelName.parse(name)));
			if (offer.counted()) {
				this.taken.set(0);
			}
			return offer;
		}

		ByteBuf document(String model) {
			return this.documents.computeIfAbsent(model,
					(name) -> Offer.document("200 OK", Shape.completion(ModelName.parse(name).count())));
		}

	}

}
