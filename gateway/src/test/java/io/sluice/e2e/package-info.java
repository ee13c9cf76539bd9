/** The gateway as its users meet it: real processes, real sockets, simulated providers. */
@NullMarked
package io.sluice.e2e;

import org.jspecify.annotations.NullMarked;
