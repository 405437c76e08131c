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

package io.github.hfspring.event;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Knows whether anybody listens for chunks, so that none is published for nobody. Looked
 * up whenever a context has been refreshed; until then somebody might.
 *
 * @since 0.1.0
 */
public class ChatChunkListeners implements BooleanSupplier, ApplicationListener<ContextRefreshedEvent> {

	private static final ResolvableType EVENT = ResolvableType.forClass(ChatChunkEvent.class);

	private final ApplicationContext context;

	private volatile boolean present = true;

	/**
	 * Create a look-up.
	 * @param context the context that publishes; its parents hear the events as well
	 */
	public ChatChunkListeners(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public boolean getAsBoolean() {
		return this.present;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		boolean found = false;
		ApplicationContext current = this.context;
		while (current != null && !found) {
			found = isPresent(current);
			current = current.getParent();
		}
		this.present = found;
	}

	private static boolean isPresent(ApplicationContext context) {
		if (context instanceof AbstractApplicationContext known
				&& known.getApplicationListeners().stream().anyMatch(ChatChunkListeners::accepts)) {
			return true;
		}
		ListableBeanFactory beanFactory = context;
		for (String name : beanFactory.getBeanNamesForType(ApplicationListener.class, true, false)) {
			if (accepts(beanFactory.getType(name, false))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Spring Boot itself has listeners that take every event and do nothing with most.
	 */
	private static boolean accepts(ApplicationListener<?> listener) {
		boolean method = listener instanceof ApplicationListenerMethodAdapter;
		if (!method && isOfBoot(AopProxyUtils.ultimateTargetClass(listener))) {
			return false;
		}
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener known) ? known
				: new GenericApplicationListenerAdapter(listener);
		return generic.supportsEventType(EVENT);
	}

	private static boolean accepts(@Nullable Class<?> listenerType) {
		if (listenerType == null || isOfBoot(listenerType)) {
			return false;
		}
		ResolvableType accepted = ResolvableType.forClass(listenerType).as(ApplicationListener.class).getGeneric();
		return accepted.resolve() == null || accepted.isAssignableFrom(EVENT);
	}

	private static boolean isOfBoot(Class<?> type) {
		return type.getName().startsWith("org.springframework.boot.");
	}

}
