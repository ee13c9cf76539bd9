/**
 * The nouns of the house. They see the JDK only; every feature speaks to every other through them.
 */
@NullMarked
package io.sluice.model;

import org.jspecify.annotations.NullMarked;
