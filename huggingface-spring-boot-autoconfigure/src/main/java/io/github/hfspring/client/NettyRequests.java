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

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.ClassUtils;

/**
 * What has to be said to Reactor Netty for each request, whoever made the connector.
 */
final class NettyRequests {

	private static final boolean PRESENT = ClassUtils.isPresent("reactor.netty.http.client.HttpClientRequest",
			NettyRequests.class.getClassLoader());

	private NettyRequests() {
	}

	/**
	 * Prepare a request before its headers are sent.
	 * @param request the request, of any connector
	 * @param stream whether a stream is wanted
	 */
	static void prepare(ClientHttpRequest request, boolean stream) {
		if (PRESENT) {
			Netty.prepare(request.getNativeRequest(), stream);
		}
	}

	/**
	 * Return where to write the headers of a request that has none yet. Reactor Netty's
	 * own are written without another map in between.
	 * @param request the request, of any connector
	 * @return its headers
	 */
	static HttpHeaders headers(ClientHttpRequest request) {
		HttpHeaders headers = PRESENT ? Netty.headers(request.getNativeRequest()) : null;
		return (headers != null) ? headers : request.getHeaders();
	}

	/**
	 * Is loaded only where Reactor Netty is there.
	 */
	private static final class Netty {

		private static final String NAME = "huggingface.informational";

		static @Nullable HttpHeaders headers(Object request) {
			return (request instanceof HttpClientRequest client)
					? new HttpHeaders(new Netty4HeadersAdapter(client.requestHeaders())) : null;
		}

		// Null means none, says the Javadoc of the parameter
		@SuppressWarnings("NullAway")
		static void prepare(Object request, boolean stream) {
			if (stream && request instanceof HttpClientRequest client) {
				// A read timeout would run also while a subscriber pauses
				client.responseTimeout(null);
			}
			if (request instanceof Connection connection && connection.channel().pipeline().get(NAME) == null) {
				connection.addHandlerFirst(NAME, new InformationalHandler());
			}
		}

	}

	/**
	 * Drops informational responses such as 102 and 103, by RFC 9110, section 15.2. The
	 * client knows 100 only and takes any other for the final one. Refuses what is no
	 * status at all, which Spring would throw an exception of its own for.
	 */
	private static final class InformationalHandler extends ChannelInboundHandlerAdapter {

		private boolean dropping;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpResponse response) {
				HttpResponseStatus status = response.status();
				if (status.code() < 100 || status.code() > 999) {
					ReferenceCountUtil.release(message);
					context.fireExceptionCaught(new IOException("the response has the status " + status.code()));
					context.close();
					return;
				}
				this.dropping = status.codeClass() == HttpStatusClass.INFORMATIONAL
						&& !status.equals(HttpResponseStatus.CONTINUE)
						&& !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
			}
			if (!this.dropping) {
				context.fireChannelRead(message);
				return;
			}
			this.dropping = !(message instanceof LastHttpContent);
			ReferenceCountUtil.release(message);
			if (message instanceof HttpContent) {
				context.read();
			}
		}

	}

}
