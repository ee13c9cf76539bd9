/**
 * Who asks: caller keys, and the people who operate. Everything a request needs is in memory; the
 * stores behind the ports are asked at start and told of changes.
 */
@NullMarked
package io.sluice.identity;

import org.jspecify.annotations.NullMarked;
