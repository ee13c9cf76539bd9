/**
 * {@code bench security}: what detectors, labels and decision points do on labelled data, one
 * measure per kind of folder.
 */
@NullMarked
package io.sluice.cli.security;

import org.jspecify.annotations.NullMarked;
