/* Samples side by side in vectors, and the sums over sources in registers, four neurons at a time. */
#include "workload.h"

/* As wide as a register: wider ones go through memory. */
#ifdef __AVX512F__
typedef double lanes __attribute__((vector_size(64)));
#else
typedef double lanes __attribute__((vector_size(32)));
#endif
enum { WIDTH = sizeof(lanes) / sizeof(double), GROUPS = (SAMPLES + WIDTH - 1) / WIDTH, ROWS = WIDEST < 4 ? 4 : WIDEST };

/* [neuron][group of samples] of each layer; lanes without a sample have a target and a mask of 0. */
static lanes a[LAYERS + 1][ROWS][GROUPS], delta[LAYERS + 1][ROWS][GROUPS];
static lanes wanted[GROUPS], mask[GROUPS];

static inline double total(lanes v) {
    double sum = 0;
    for (int k = 0; k < WIDTH; k++) sum += v[k];
    return sum;
}

static inline __attribute__((always_inline)) void forward(int l, int sources, int neurons) {
    const double *w = parameters[l].weights, *b = parameters[l].biases;
    for (int g = 0; g < GROUPS; g++) {
        int j = 0;
        for (; j + 4 <= neurons; j += 4) {
            lanes z0 = b[j] + (lanes){}, z1 = b[j + 1] + (lanes){}, z2 = b[j + 2] + (lanes){}, z3 = b[j + 3] + (lanes){};
            for (int i = 0; i < sources; i++) {
                lanes x = a[l][i][g];
                z0 += w[j * sources + i] * x;
                z1 += w[(j + 1) * sources + i] * x;
                z2 += w[(j + 2) * sources + i] * x;
                z3 += w[(j + 3) * sources + i] * x;
            }
            a[l + 1][j][g] = z0, a[l + 1][j + 1][g] = z1, a[l + 1][j + 2][g] = z2, a[l + 1][j + 3][g] = z3;
        }
        for (; j < neurons; j++) {
            lanes z = b[j] + (lanes){};
            for (int i = 0; i < sources; i++) z += w[j * sources + i] * a[l][i][g];
            a[l + 1][j][g] = z;
        }
    }
    double *values = (double *)a[l + 1];
    for (int k = 0; l < LAYERS - 1 && k < neurons * GROUPS * WIDTH; k++) values[k] = activation(values[k]);
}

static inline __attribute__((always_inline)) void backward(int l, int sources, int neurons) {
    const double *w = parameters[l].weights;
    for (int j = 0; j < neurons; j++) {
        lanes bias = {};
        for (int g = 0; g < GROUPS; g++) bias += delta[l + 1][j][g];
        gradients[l].biases[j] = total(bias);
        for (int i = 0; i < sources; i += 2) {
            lanes first = {}, second = {};
            for (int g = 0; g < GROUPS; g++) {
                first += delta[l + 1][j][g] * a[l][i][g];
                second += delta[l + 1][j][g] * a[l][i + 1][g];
            }
            gradients[l].weights[j * sources + i] = total(first);
            gradients[l].weights[j * sources + i + 1] = total(second);
        }
    }
    if (l == 0) return;
    for (int g = 0; g < GROUPS; g++)
        for (int i = 0; i < sources; i += 2) {
            lanes first = {}, second = {};
            for (int j = 0; j < neurons; j++) {
                first += w[j * sources + i] * delta[l + 1][j][g];
                second += w[j * sources + i + 1] * delta[l + 1][j][g];
            }
            delta[l][i][g] = first, delta[l][i + 1][g] = second;
        }
    double *deltas = (double *)delta[l], *values = (double *)a[l];
    for (int k = 0; k < sources * GROUPS * WIDTH; k++) deltas[k] *= slope(values[k]);
}

__attribute__((noinline)) static double step(void) {
#pragma GCC unroll 3
    for (int l = 0; l < LAYERS; l++) forward(l, sizes[l], sizes[l + 1]);
    lanes loss = {};
    for (int g = 0; g < GROUPS; g++) {
        lanes error = (a[LAYERS][0][g] - wanted[g]) * mask[g];
        loss += share * error * error;
        delta[LAYERS][0][g] = 2 * share * error;
    }
#pragma GCC unroll 3
    for (int l = LAYERS - 1; l >= 0; l--) backward(l, sizes[l], sizes[l + 1]);
    update();
    return total(loss);
}

/* Only the first step finds the samples as they have been read. */
static double firstStep(void) {
    static int isLaidOut;
    for (int s = 0; !isLaidOut && s < SAMPLES; s++) {
        for (int i = 0; i < INPUTS; i++) a[0][i][s / WIDTH][s % WIDTH] = inputs[s][i];
        wanted[s / WIDTH][s % WIDTH] = targets[s];
        mask[s / WIDTH][s % WIDTH] = 1;
    }
    isLaidOut = 1;
    return step();
}

int main(void) { return measure("c-batch", firstStep); }
