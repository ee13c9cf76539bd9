/** Stores: where the features' ports meet a database. One package per kind of database. */
@NullMarked
package io.sluice.store;

import org.jspecify.annotations.NullMarked;
