/* Plain loops over samples, neurons and weights: what one writes first. */
#include "workload.h"

__attribute__((noinline)) static double step(void) {
    double a[LAYERS + 1][WIDEST], delta[LAYERS + 1][WIDEST], loss = 0;
    memset(gradients, 0, sizeof gradients);
    for (int s = 0; s < SAMPLES; s++) {
        memcpy(a[0], inputs[s], sizeof inputs[s]);
#pragma GCC unroll 3
        for (int l = 0; l < LAYERS; l++)
            for (int j = 0; j < sizes[l + 1]; j++) {
                double z = parameters[l].biases[j];
                for (int i = 0; i < sizes[l]; i++) z += parameters[l].weights[j * sizes[l] + i] * a[l][i];
                a[l + 1][j] = l < LAYERS - 1 ? activation(z) : z;
            }
        double error = a[LAYERS][0] - targets[s];
        loss += share * error * error;
        delta[LAYERS][0] = 2 * share * error;
#pragma GCC unroll 3
        for (int l = LAYERS - 1; l >= 0; l--) {
            for (int i = 0; i < sizes[l]; i++) delta[l][i] = 0;
            for (int j = 0; j < sizes[l + 1]; j++) {
                double d = delta[l + 1][j];
                gradients[l].biases[j] += d;
                for (int i = 0; i < sizes[l]; i++) {
                    gradients[l].weights[j * sizes[l] + i] += d * a[l][i];
                    if (l > 0) delta[l][i] += d * parameters[l].weights[j * sizes[l] + i];
                }
            }
            for (int i = 0; l > 0 && i < sizes[l]; i++) delta[l][i] *= slope(a[l][i]);
        }
    }
    update();
    return loss;
}

int main(void) { return measure("c-plain", step); }
