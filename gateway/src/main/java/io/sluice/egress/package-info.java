/** The one way out: connections to providers, their limits, and the signing of requests. */
@NullMarked
package io.sluice.egress;

import org.jspecify.annotations.NullMarked;
