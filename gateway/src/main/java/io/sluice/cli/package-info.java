/** The command line: one file per command. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
