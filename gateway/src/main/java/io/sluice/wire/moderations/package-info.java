/** The wire format of classifiers: texts in, one judgement each out. */
@NullMarked
package io.sluice.wire.moderations;

import org.jspecify.annotations.NullMarked;
