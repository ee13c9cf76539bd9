/**
 * Moving bytes: event loops, the relay between a provider and a caller, back-pressure and time
 * limits. With ingress and egress the only code that sees Netty.
 */
@NullMarked
package io.sluice.net;

import org.jspecify.annotations.NullMarked;
