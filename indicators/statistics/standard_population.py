"""The European Standard Population of 2013, the weights of directly standardised rates.

Eurostat, Revision of the European Standard Population (2013), doi 10.2785/11470. Rates weighted with the
standard of 1976 cannot be compared with rates weighted with this one.
"""

import numpy as np

AGE_BANDS = (
    *("0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49"),
    *("50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+"),
)

# People of each band, in the order of AGE_BANDS, among 100,000 of all ages.
EUROPEAN_STANDARD_POPULATION_2013 = np.array(
    [
        *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
        *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
    ],
    dtype=np.float64,
)
EUROPEAN_STANDARD_POPULATION_2013.flags.writeable = False
