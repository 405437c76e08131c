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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * A body that is cut into buffers by chance, and comes when it is asked for, or a moment
 * later. Its buffers know whether they are held.
 */
final class FuzzBody extends Flux<DataBuffer> implements Subscription {

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private final List<ByteBuf> buffers = new ArrayList<>();

	private final boolean broken;

	private final boolean eager;

	private CoreSubscriber<? super DataBuffer> subscriber;

	private long demand;

	private int next;

	private boolean emitting;

	private boolean cancelled;

	private boolean ended;

	private boolean tooMuch;

	/**
	 * Create a body.
	 * @param parts the buffers
	 * @param broken whether it ends with an error
	 * @param eager whether what is asked for comes at once
	 */
	FuzzBody(List<byte[]> parts, boolean broken, boolean eager) {
		for (byte[] part : parts) {
			ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.heapBuffer(Math.max(1, part.length));
			this.buffers.add(buffer.writeBytes(part));
		}
		this.broken = broken;
		this.eager = eager;
	}

	static List<byte[]> cut(Random random, byte[] bytes) {
		int longest = switch (random.nextInt(5)) {
			case 0 -> 1 + bytes.length / 2000;
			case 1 -> 3 + bytes.length / 1000;
			case 2 -> 20;
			case 3 -> 400;
			default -> bytes.length;
		};
		List<byte[]> parts = new ArrayList<>();
		int start = 0;
		while (start < bytes.length) {
			int end = Math.min(bytes.length, start + random.nextInt(longest + 1) + random.nextInt(2));
			parts.add(Arrays.copyOfRange(bytes, start, end));
			start = end;
		}
		return parts;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (this.subscriber != null) {
			// As connectors do, when WebClient sees to it that a body was read
			Operators.error(actual, new IllegalStateException("A body has one subscriber"));
			return;
		}
		this.subscriber = actual;
		actual.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		this.demand += n;
		this.tooMuch = this.tooMuch || this.demand > 1;
		if (this.eager && !this.emitting) {
			this.emitting = true;
			while (proceed()) {
				// The next one was asked for meanwhile
			}
			this.emitting = false;
		}
	}

	/**
	 * Emit the next buffer or the end.
	 * @return whether that was possible
	 */
	boolean proceed() {
		if (this.subscriber == null || this.ended || this.cancelled) {
			return false;
		}
		if (this.next == this.buffers.size()) {
			this.ended = true;
			if (this.broken) {
				this.subscriber.onError(new IOException("reset"));
			}
			else {
				this.subscriber.onComplete();
			}
			return true;
		}
		if (this.demand == 0) {
			return false;
		}
		this.demand--;
		this.subscriber.onNext(this.factory.wrap(this.buffers.get(this.next++)));
		return true;
	}

	@Override
	public void cancel() {
		this.cancelled = true;
	}

	/**
	 * Return whether nobody can lack anything any more.
	 */
	boolean isOver() {
		return this.ended || this.cancelled;
	}

	/**
	 * Return whether more than one buffer was asked for at a time.
	 */
	boolean wasAskedForTooMuch() {
		return this.tooMuch;
	}

	/**
	 * Return how many of the buffers that were handed out are still held.
	 */
	long held() {
		return this.buffers.subList(0, this.next).stream().filter((buffer) -> buffer.refCnt() != 0).count();
	}

}
