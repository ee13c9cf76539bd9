/** The record: what is written of every exchange, and how it is read again. */
@NullMarked
package io.sluice.audit;

import org.jspecify.annotations.NullMarked;
