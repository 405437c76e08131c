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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes a response, as long as the client takes it.
 */
final class OfferWriter {

	private final ChannelHandlerContext context;

	private final Offer offer;

	private final AtomicLong taken;

	private int next;

	private final int count;

	private @Nullable Future<?> beat;

	OfferWriter(ChannelHandlerContext context, Offer offer, AtomicLong taken) {
		this.context = context;
		this.offer = offer;
		this.taken = taken;
		this.count = offer.parts().size() * offer.times();
	}

	void start() {
		this.context.write(Offer.head());
		if (this.offer.pace() == 0) {
			writeAll();
			return;
		}
		long period = TimeUnit.SECONDS.toNanos(1) / this.offer.pace();
		writeOne();
		this.beat = this.context.executor().scheduleAtFixedRate(this::writeOne, period, period, TimeUnit.NANOSECONDS);
	}

	/**
	 * Go on after the client has taken some of what was written.
	 */
	void writable() {
		if (this.offer.pace() == 0) {
			writeAll();
		}
	}

	void stop() {
		this.next = this.count;
		if (this.beat != null) {
			this.beat.cancel(false);
		}
	}

	private void writeAll() {
		while (this.next < this.count && this.context.channel().isWritable()) {
			writeNext();
			// So that what waits is within the water marks, and a slow client is noticed
			if (!this.context.channel().isWritable() || this.next == this.count) {
				this.context.flush();
			}
		}
	}

	private void writeOne() {
		if (this.next < this.count) {
			writeNext();
			this.context.flush();
		}
	}

	private void writeNext() {
		ByteBuf part = this.offer.parts().get(this.next++ % this.offer.parts().size());
		if (this.offer.counted()) {
			int size = part.readableBytes();
			this.context.write(part.duplicate()).addListener((future) -> {
				if (future.isSuccess()) {
					this.taken.addAndGet(size);
				}
			});
		}
		else {
			this.context.write(part.duplicate(), this.context.voidPromise());
		}
		if (this.next == this.count) {
			this.context.write(Offer.END.duplicate()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
			stop();
		}
	}

}
