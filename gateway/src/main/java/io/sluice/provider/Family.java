package io.sluice.provider;

import java.net.URI;

/**
 * What providers of one API have in common.
 *
 * @param base where the vendor itself serves, as its SDKs take it
 * @param signHeader the header that carries the credential
 * @param signPrefix what stands before the secret
 */
public record Family(String api, URI base, String signHeader, String signPrefix) {}
