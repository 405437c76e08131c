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

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * A server that costs as little as possible: one thread, which writes bytes that were
 * rendered before. It prints its port, and ends when its input does.
 */
public final class ModelServer {

	private static final int MAX_REQUEST_SIZE = 1024 * 1024;

	private static final int BACKLOG = 8192;

	private ModelServer() {
	}

	/**
	 * Run the server.
	 * @param args nothing
	 * @throws IOException if the input cannot be read
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, ioHandler());
		Channel channel = bind(group);
		PrintStream out = System.out;
		out.println(((InetSocketAddress) channel.localAddress()).getPort());
		out.flush();
		while (System.in.read() >= 0) {
			// Nothing is said to the server but that it is over
		}
		group.shutdownGracefully();
	}

	private static IoHandlerFactory ioHandler() {
		return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
	}

	private static Channel bind(EventLoopGroup group) throws InterruptedException {
		Class<? extends ServerChannel> type = Epoll.isAvailable() ? EpollServerSocketChannel.class
				: NioServerSocketChannel.class;
		ChatHandler.Shared shared = new ChatHandler.Shared();
		return new ServerBootstrap().group(group)
			.channel(type)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel child) {
					child.pipeline()
						.addLast(new HttpRequestDecoder(), new HttpObjectAggregator(MAX_REQUEST_SIZE),
								new ChatHandler(shared));
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.sync()
			.channel();
	}

}
